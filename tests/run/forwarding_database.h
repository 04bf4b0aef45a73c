// A Database that hands every call to another one: what tests that look in between begin with.
#pragma once

#include "engine/database.h"

namespace lockstep {

class ForwardingDatabase : public Database {
 public:
  /// Borrows `inner`.
  explicit ForwardingDatabase(Database& inner) : inner_(inner) {}

  [[nodiscard]] Dialect dialect() const override { return inner_.dialect(); }
  [[nodiscard]] int server_version() const override { return inner_.server_version(); }
  [[nodiscard]] std::string display_name() const override { return inner_.display_name(); }
  [[nodiscard]] Result<Rows> query(std::string_view sql, const std::vector<Value>& parameters) override {
    return inner_.query(sql, parameters);
  }
  [[nodiscard]] Status begin(const Limits& limits) override { return inner_.begin(limits); }
  [[nodiscard]] Status commit() override { return inner_.commit(); }
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

 protected:
  Database& inner_;
};

}  // namespace lockstep
