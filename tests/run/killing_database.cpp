#include "killing_database.h"

#include <signal.h>

namespace lockstep {

void KillingDatabase::count() {
  ++calls_;
  if (left_ > 0 && --left_ == 0) raise(SIGKILL);
}

Result<Rows> KillingDatabase::query(std::string_view sql, const std::vector<Value>& parameters) {
  Result<Rows> result = inner_.query(sql, parameters);
  count();  // after the call: what it did is done, and nobody heard of it
  return result;
}

Status KillingDatabase::begin(const Limits& limits) {
  Status result = inner_.begin(limits);
  count();
  return result;
}

Status KillingDatabase::commit() {
  Status result = inner_.commit();
  count();
  return result;
}

}  // namespace lockstep
