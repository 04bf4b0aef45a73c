// The words of the enumerations.
#include "engine/effects/effects.h"

namespace lockstep {

std::string_view to_string(LockMode mode) {
  switch (mode) {
    case LockMode::AccessShare: return "ACCESS SHARE";
    case LockMode::RowShare: return "ROW SHARE";
    case LockMode::RowExclusive: return "ROW EXCLUSIVE";
    case LockMode::ShareUpdateExclusive: return "SHARE UPDATE EXCLUSIVE";
    case LockMode::Share: return "SHARE";
    case LockMode::ShareRowExclusive: return "SHARE ROW EXCLUSIVE";
    case LockMode::Exclusive: return "EXCLUSIVE";
    case LockMode::AccessExclusive: return "ACCESS EXCLUSIVE";
    case LockMode::SqliteShared: return "SHARED";
    case LockMode::SqliteReserved: return "RESERVED";
    case LockMode::SqliteExclusive: return "EXCLUSIVE";
  }
  return {};
}

std::string_view to_string(Failure::Certainty certainty) {
  switch (certainty) {
    case Failure::Certainty::Always: return "always";
    case Failure::Certainty::IfRows: return "if-rows";
    case Failure::Certainty::IfData: return "if-data";
  }
  return {};
}

std::string_view to_string(Phase phase) {
  switch (phase) {
    case Phase::Expand: return "expand";
    case Phase::Backfill: return "backfill";
    case Phase::Contract: return "contract";
  }
  return {};
}

std::string_view to_string(Reversible reversible) {
  switch (reversible) {
    case Reversible::Lossless: return "lossless";
    case Reversible::Lossy: return "lossy";
    case Reversible::No: return "no";
  }
  return {};
}

}  // namespace lockstep
