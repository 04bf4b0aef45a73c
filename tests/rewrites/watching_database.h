// A Database that looks, before each commit, at what the transaction did under which locks: the server's own word on
// whether a step stalls others.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/database.h"

namespace lockstep {

class WatchingDatabase final : public Database {
 public:
  /// Borrows `inner`.
  explicit WatchingDatabase(Database& inner) : inner_(inner) {}

  /// Work that was done under a lock which stops writes or reads: a table copied, read whole, or an index built.
  [[nodiscard]] const std::vector<std::string>& stalls() const { return stalls_; }

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
  struct Relation {
    std::string name;
    char kind = 'r';
    int64_t table = 0;  ///< of an index
    int64_t file = 0, scans = 0;
  };
  using Relations = std::map<int64_t, Relation>;
  [[nodiscard]] Relations look();

  Database& inner_;
  Relations before_;
  std::set<int64_t> in_use_;      ///< relations that were there before the first transaction
  std::vector<std::string> sql_;  ///< of the open transaction
  std::vector<std::string> stalls_;
};

}  // namespace lockstep
