#include <catch2/catch.hpp>

#include "parser/parse.h"
