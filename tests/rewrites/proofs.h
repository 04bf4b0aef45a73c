// What is proven of a case, on a real database.
#pragma once

#include <string>

#include "case_file.h"

namespace lockstep {

/// The end state is that of the plain SQL; no step stalls others; the previous application works until contract and the
/// new one from readable-after on; and what they write meanwhile is kept. Gives the planner's words if it refuses.
std::string prove_road(const RewriteCase& of);

/// Rollback gives schema and rows back: after step `first` and every `stride`th behind it, contract included; with a
/// stride of 0 after the last one before contract. Gives the number of times.
size_t prove_rollback(const RewriteCase& of, size_t first, size_t stride);

/// Nothing is done, for the reason that the case names. Gives the planner's words.
std::string prove_refusal(const RewriteCase& of);

}  // namespace lockstep
