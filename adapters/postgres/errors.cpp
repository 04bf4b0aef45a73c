#include "adapters/postgres/errors.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lockstep {
namespace {

bool is_one_of(std::string_view sqlstate, std::initializer_list<std::string_view> states) {
  return std::find(states.begin(), states.end(), sqlstate) != states.end();
}

std::string help_for(std::string_view sqlstate) {
  struct Help {
    std::string_view sqlstate, help;
  };
  static constexpr std::array<Help, 9> kHelp = {{
      {"28P01", "check user and password; a password in a URL is percent-encoded"},
      {"28000", "check user, database and host against the server's pg_hba.conf"},
      {"3D000", "create the database first, or check its name"},
      {"25006", "connect to the primary, with a role that may write"},
      {"42501", "grant the role what it lacks, or connect as the owner of these objects"},
      {"55P03", "another transaction holds a lock on the table; run again"},
      {"57014", "run again"},
      {"53100", "make room on the server's disk and run again"},
      {"53300", "the server has no free connection; run again, or raise max_connections"},
  }};
  for (const Help& entry : kHelp) {
    if (entry.sqlstate == sqlstate) return std::string(entry.help);
  }
  return {};
}

/// "DETAIL:  text" -> "DETAIL". The words are the server's language; the colon and two blanks are not.
std::string_view label_of(std::string_view line) {
  const size_t colon = line.find(":  ");
  return colon == std::string_view::npos || colon > 30 || line.substr(0, colon).find(' ') < colon
             ? std::string_view{}
             : line.substr(0, colon);
}

std::string lower_first(std::string text) {
  const bool acronym = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
  if (!text.empty() && !acronym) text[0] = to_lower(text.substr(0, 1))[0];
  return text;
}

}  // namespace

ErrorCode code_of_sqlstate(std::string_view sqlstate) {
  if (sqlstate.substr(0, 2) == "08") return ErrorCode::Retryable;
  if (is_one_of(sqlstate, {"40001", "40P01", "53100", "53200", "53300", "55P03", "57014", "57P01", "57P02", "57P03"})) {
    return ErrorCode::Retryable;
  }
  return is_one_of(sqlstate, {"25006", "28000", "28P01", "3D000"}) ? ErrorCode::Input : ErrorCode::Failed;
}

Error server_error(std::string sqlstate, std::string_view message, std::string_view sql) {
  Error error;
  error.code = code_of_sqlstate(sqlstate);
  error.sql = sql;
  std::string* part = &error.message;
  bool skip_caret = false;
  for (const std::string& line : split(trim(message), '\n')) {
    if (skip_caret) {
      skip_caret = false;
      continue;
    }
    // "LINE 1: SELECT ..." and the caret below it repeat the statement, which the error carries whole.
    if (line.substr(0, 5) == "LINE ") {
      skip_caret = true;
      continue;
    }
    const std::string_view label = label_of(line);
    const std::string_view words = label.empty() ? trim(line) : std::string_view(line).substr(label.size() + 3);
    if (label == "HINT") {
      part = &error.help;
    } else if (!label.empty()) {
      part = &error.message;
    }
    if (words.empty()) continue;
    if (!part->empty()) *part += label.empty() ? " " : "; ";
    *part += words;
  }
  error.message = lower_first(std::move(error.message));
  error.help = lower_first(std::move(error.help));
  if (error.help.empty()) error.help = help_for(sqlstate);
  error.sqlstate = std::move(sqlstate);
  return error;
}

}  // namespace lockstep
