#include "adapters/postgres/errors.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lockstep {
namespace {

bool is_one_of(std::string_view sqlstate, std::initializer_list<std::string_view> states) {
  return std::find(states.begin(), states.end(), sqlstate) != states.end();
}

/// "DETAIL" of "DETAIL:  text". libpq's labels are English as long as nobody calls setlocale(); the severity is in the
/// server's language.
std::string_view label_of(std::string_view line) {
  const size_t colon = line.find(":  ");
  return colon == std::string_view::npos || colon > 30 ? std::string_view{} : line.substr(0, colon);
}

bool is_for_programs(std::string_view label) {
  return label == "LOCATION" || (label.size() > 5 && label.substr(label.size() - 5) == " NAME");
}

/// Behind "ERROR:  42601: ".
std::string_view without_sqlstate(std::string_view words) {
  return sqlstate_in(std::string("E:  ").append(words.substr(0, 7))).empty() ? words : words.substr(7);
}

std::string lower_first(std::string text) {
  const bool acronym = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
  if (!text.empty() && !acronym) text[0] = to_lower(text.substr(0, 1))[0];
  return text;
}

}  // namespace

std::string help_for_sqlstate(std::string_view sqlstate) {
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

ErrorCode code_of_sqlstate(std::string_view sqlstate) {
  if (sqlstate.substr(0, 2) == "08" && sqlstate != "08P01") return ErrorCode::Retryable;
  if (is_one_of(sqlstate, {"40001", "40P01", "53100", "53200", "53300", "55P03", "57014", "57P01", "57P02", "57P03"})) {
    return ErrorCode::Retryable;
  }
  return is_one_of(sqlstate, {"25006", "28000", "28P01", "3D000"}) ? ErrorCode::Input : ErrorCode::Failed;
}

std::string sqlstate_in(std::string_view message) {
  for (size_t at = message.rfind(":  "); at != std::string_view::npos; at = message.rfind(":  ", at - 1)) {
    const std::string_view state = message.substr(at + 3, 5);
    const bool right = state.size() == 5 && message.substr(at + 8, 2) == ": " &&
                       std::all_of(state.begin(), state.end(),
                                   [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
    if (right) return std::string(state);
    if (at == 0) break;
  }
  return {};
}

Error server_error(std::string_view message, std::string_view sql) {
  Error error;
  error.sqlstate = sqlstate_in(message);
  error.code = code_of_sqlstate(error.sqlstate);
  error.sql = sql;
  std::string unwanted;
  std::string* part = &error.message;
  for (const std::string& line : split(trim(message), '\n')) {
    const std::string_view label = label_of(line);
    if (line.substr(0, 5) == "LINE ") {  // this and the caret below it repeat the statement, which the error carries
      part = &unwanted;
    } else if (!label.empty()) {
      part = is_for_programs(label) ? &unwanted : label == "HINT" ? &error.help : &error.message;
    }
    const std::string_view words =
        label.empty() ? trim(line) : without_sqlstate(std::string_view(line).substr(label.size() + 3));
    if (words.empty()) continue;
    if (!part->empty()) *part += label.empty() ? " " : "; ";
    *part += words;
  }
  error.message = lower_first(std::move(error.message));
  error.help = lower_first(std::move(error.help));
  if (error.help.empty()) error.help = help_for_sqlstate(error.sqlstate);
  return error;
}

}  // namespace lockstep
