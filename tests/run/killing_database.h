// A Database that kills its own process (SIGKILL) at the Nth call that reaches the server: every crash point of a run,
// one after the other.
#pragma once

#include <memory>

#include "engine/database.h"

namespace lockstep {

class KillingDatabase final : public Database {
 public:
  /// Borrows `inner`. With `calls` below 0 it only counts.
  KillingDatabase(Database& inner, int calls) : inner_(inner), left_(calls) {}

  [[nodiscard]] int calls() const { return calls_; }

  [[nodiscard]] Dialect dialect() const override { return inner_.dialect(); }
  [[nodiscard]] int server_version() const override { return inner_.server_version(); }
  [[nodiscard]] std::string display_name() const override { return inner_.display_name(); }
  [[nodiscard]] Result<Rows> query(std::string_view sql, const std::vector<Value>& parameters) override;
  [[nodiscard]] Status begin(const Limits& limits) override;
  [[nodiscard]] Status commit() override;
  void rollback() override { inner_.rollback(); }
  [[nodiscard]] bool in_transaction() const override { return inner_.in_transaction(); }
  [[nodiscard]] Status set_limits(const Limits& limits) override { return inner_.set_limits(limits); }
  [[nodiscard]] Result<Catalog> read_catalog() override { return inner_.read_catalog(); }
  [[nodiscard]] Result<bool> try_runner_lock(std::string_view project) override {
    return inner_.try_runner_lock(project);
  }
  void release_runner_lock() override { inner_.release_runner_lock(); }
  [[nodiscard]] std::vector<Session> sessions() const override { return inner_.sessions(); }
  [[nodiscard]] Result<bool> session_alive(const Session& session) override { return inner_.session_alive(session); }
  [[nodiscard]] Status terminate_session(const Session& session) override { return inner_.terminate_session(session); }
  [[nodiscard]] Result<std::vector<Blocker>> blockers(const std::vector<std::string>& relations,
                                                      int older_than_ms) override {
    return inner_.blockers(relations, older_than_ms);
  }
  void cancel() override { inner_.cancel(); }
  [[nodiscard]] Status reconnect() override { return inner_.reconnect(); }

 private:
  void count();

  Database& inner_;
  int left_;
  int calls_ = 0;
};

}  // namespace lockstep
