// A Database that kills its own process (SIGKILL) at the Nth call that reaches the server: every crash point of a run,
// one after the other.
#pragma once

#include "forwarding_database.h"

namespace lockstep {

class KillingDatabase final : public ForwardingDatabase {
 public:
  /// Borrows `inner`. With `calls` below 0 it only counts.
  KillingDatabase(Database& inner, int calls) : ForwardingDatabase(inner), left_(calls) {}

  [[nodiscard]] int calls() const { return calls_; }

  [[nodiscard]] Result<Rows> query(std::string_view sql, const std::vector<Value>& parameters) override;
  [[nodiscard]] Status begin(const Limits& limits) override;
  [[nodiscard]] Status commit() override;

 private:
  void count();

  int left_;
  int calls_ = 0;
};

}  // namespace lockstep
