#include "adapters/statement_verb.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "base/text.h"

namespace lockstep {
namespace {

/// Gives the words of a statement that stand outside parentheses, literals and comments, in capitals.
class Words {
 public:
  explicit Words(std::string_view sql) : sql_(sql) {}

  /// "" at the end.
  std::string next() {
    while (at_ < sql_.size()) {
      const char c = sql_[at_];
      if (c == '\'' || c == '"') {
        skip_quoted(c);
      } else if (sql_.substr(at_, 2) == "--") {
        at_ = std::min(sql_.find('\n', at_), sql_.size());
      } else if (sql_.substr(at_, 2) == "/*") {
        skip_comment();
      } else if (is_word(c)) {
        const size_t begin = at_;
        while (at_ < sql_.size() && is_word(sql_[at_])) ++at_;
        if (depth_ == 0) return to_upper(sql_.substr(begin, at_ - begin));
      } else {
        depth_ += c == '(' ? 1 : c == ')' ? -1 : 0;
        ++at_;
      }
    }
    return {};
  }

 private:
  static bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

  void skip_quoted(char quote) {
    const size_t end = sql_.find(quote, at_ + 1);
    at_ = end == std::string_view::npos ? sql_.size() : end + 1;
  }

  void skip_comment() {
    int open = 0;
    do {
      if (sql_.substr(at_, 2) == "/*") {
        ++open, at_ += 2;
      } else if (sql_.substr(at_, 2) == "*/") {
        --open, at_ += 2;
      } else {
        ++at_;
      }
    } while (open > 0 && at_ < sql_.size());
  }

  std::string_view sql_;
  size_t at_ = 0;
  int depth_ = 0;
};

bool is_change(std::string_view word) {
  static constexpr std::array<std::string_view, 5> kChanges = {"INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE"};
  return std::find(kChanges.begin(), kChanges.end(), word) != kChanges.end();
}

/// The verb behind WITH: the first that stands outside the parentheses of its queries.
StatementVerb verb_behind_with(Words& words) {
  for (std::string word = words.next(); !word.empty(); word = words.next()) {
    if (is_change(word)) return StatementVerb::Change;
    if (word == "SELECT" || word == "VALUES" || word == "TABLE") break;
  }
  return StatementVerb::Other;
}

}  // namespace

StatementVerb statement_verb(std::string_view sql) {
  Words words(sql);
  const std::string first = words.next();
  if (is_change(first)) return StatementVerb::Change;
  if (first == "WITH") return verb_behind_with(words);
  if (first == "COPY") {
    for (std::string word = words.next(); !word.empty(); word = words.next()) {
      if (word == "STDIN" || word == "STDOUT") return StatementVerb::CopyThroughClient;
    }
    return StatementVerb::Other;
  }
  if (first == "PREPARE") {
    return words.next() == "TRANSACTION" ? StatementVerb::TransactionControl : StatementVerb::Other;
  }
  if (first == "ROLLBACK" || first == "COMMIT") {
    std::string word = words.next();
    if (word == "PREPARED") return StatementVerb::Other;
    if (word == "WORK" || word == "TRANSACTION") word = words.next();
    return word == "TO" ? StatementVerb::RollbackTo : StatementVerb::TransactionControl;
  }
  const bool control = first == "BEGIN" || first == "START" || first == "END" || first == "ABORT";
  return control ? StatementVerb::TransactionControl : StatementVerb::Other;
}

Status check_query(std::string_view sql, StatementVerb verb) {
  const char* refused = nullptr;
  if (verb == StatementVerb::TransactionControl) refused = "a transaction is not begun or ended by a query";
  if (verb == StatementVerb::CopyThroughClient) refused = "COPY through the client is not supported";
  if (sql.find('\0') != std::string_view::npos) refused = "the statement holds a zero byte";
  if (refused == nullptr) return {};
  return fail(Error{ErrorCode::Failed, refused, {}, {}, std::string(sql)});
}

}  // namespace lockstep
