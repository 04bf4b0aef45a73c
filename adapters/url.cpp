#include "adapters/url.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "adapters/open.h"
#include "base/text.h"

namespace lockstep {
namespace {

constexpr std::string_view kMask = "****";
constexpr std::string_view kRightSpelling = "write postgresql://user@host:5432/database or sqlite:path/app.db";

tl::unexpected<Error> refuse(std::string message, std::string help = std::string(kRightSpelling)) {
  return fail(ErrorCode::Input, std::move(message), std::move(help));
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

template <size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Blanks and the quotes that an env file brings along.
std::string_view unwrap(std::string_view url) {
  url = trim(url);
  if (url.size() >= 2 && (url.front() == '"' || url.front() == '\'') && url.back() == url.front()) {
    url = trim(url.substr(1, url.size() - 2));
  }
  return url;
}

/// "postgresql" of "postgresql://...", lower-cased; "" if the text does not start like a URL.
std::string scheme_of(std::string_view url) {
  const size_t colon = url.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  for (const char c : url.substr(0, colon)) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '+' && c != '-' && c != '.') return {};
  }
  return to_lower(url.substr(0, colon));
}

/// libpq's other form starts with a keyword and an equals sign.
bool is_key_value(std::string_view text) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string_view key = trim(text.substr(0, equals));
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
  });
}

bool is_secret_key(std::string_view key) {
  static constexpr std::array<std::string_view, 5> kSecrets = {"password", "pass", "pwd", "passwd", "sslpassword"};
  return contains(kSecrets, to_lower(trim(key)));
}

// --- PostgreSQL ---

/// Parameters of pools and drivers that mean nothing for one connection of ours.
bool is_harmless(std::string_view key) {
  static constexpr std::array<std::string_view, 13> kHarmless = {
      "connection_limit", "pool_timeout",         "pool",           "pool_size",        "max_overflow",
      "socket_timeout",   "prepared_statements",  "sockettimeout",  "preparethreshold", "tcpkeepalive",
      "logintimeout",     "statement_cache_size", "applicationname"};
  return contains(kHarmless, to_lower(key));
}

/// The parameters of a URI that libpq understands. Those of other tools are dropped when they ask for nothing that
/// we do otherwise, and refused when they do.
Result<std::string> translate_parameters(std::string_view parameters) {
  std::vector<std::string> kept;
  for (const std::string& parameter : split(parameters, '&')) {
    const size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string key = parameter.substr(0, equals);
    const std::string value = equals < parameter.size() ? parameter.substr(equals + 1) : std::string{};
    if (key.empty() || is_harmless(key)) continue;
    if (key == "schema" || key == "currentSchema" || key == "search_path") {
      if (value == "public") continue;
      return refuse(fmt::format("`{}={}` is not a parameter of PostgreSQL's URLs", key, value),
                    fmt::format("leave it out: lockstep reads names without a schema as in `public`, so write "
                                "`{}.name` in the migrations",
                                value));
    }
    if (key == "pgbouncer") {
      if (value != "true") continue;
      return refuse("`pgbouncer=true` names a pooler, which gives every transaction another session",
                    "give the URL of the server itself (Prisma calls it DIRECT_URL)");
    }
    kept.push_back(parameter);
  }
  return join(kept, "&");
}

/// `rest` follows "scheme:".
Result<DatabaseTarget> postgres_target(std::string_view scheme, std::string_view rest) {
  if (!starts_with(rest, "//")) {
    return refuse(fmt::format("`{}:` must be followed by two slashes", scheme));
  }
  // libpq ends user and password at the first `@` or `/`: a password with one of them, not percent-encoded, would end
  // up in the host's name and in error messages.
  const std::string_view after = rest.substr(2);
  const std::string_view authority = after.substr(0, after.find('/'));
  const size_t at = authority.find('@');
  const std::string_view path = after.substr(authority.size());
  const bool second_at = at != std::string_view::npos && authority.find('@', at + 1) < authority.find('?', at);
  const bool late_at =
      at == std::string_view::npos && path.substr(0, path.find('?')).find('@') != std::string_view::npos;
  if (second_at || late_at) {
    return refuse("the URL has an `@` or `/` in a place where only a percent-encoded one can stand",
                  "write `@` as %40 and `/` as %2F within user, password and database");
  }
  const size_t question = rest.find('?', at == std::string_view::npos ? 0 : at + 2);
  std::string target = fmt::format("postgresql:{}", rest.substr(0, question));
  if (question != std::string_view::npos) {
    LOCKSTEP_TRY(const std::string parameters, translate_parameters(rest.substr(question + 1)));
    if (!parameters.empty()) target += "?" + parameters;
  }
  return DatabaseTarget{Dialect::PostgreSQL, std::move(target)};
}

// --- SQLite ---

/// `rest` follows "scheme:". Two and three slashes mean different files to different tools, so nobody's meaning is
/// guessed.
Result<DatabaseTarget> sqlite_target(std::string_view scheme, std::string_view rest) {
  const std::string_view path = rest.substr(0, rest.find('?'));
  if (starts_with(path, "//")) {
    const std::string_view name = path.substr(std::min(path.find_first_not_of('/'), path.size()));
    return refuse(
        fmt::format("`{}:{}` means different files to different tools", scheme, path),
        fmt::format("write `sqlite:{}` for a path from here, `sqlite:/{}` for one from the root", name, name));
  }
  if (path.size() != rest.size()) {
    return refuse(fmt::format("`{}:` takes a path without parameters", scheme), fmt::format("write `sqlite:{}`", path));
  }
  if (path.empty()) return refuse(fmt::format("`{}:` needs the path of a file", scheme));
  return DatabaseTarget{Dialect::SQLite, std::string(path)};
}

Result<DatabaseTarget> unknown_scheme(std::string_view scheme) {
  static constexpr std::array<std::string_view, 9> kOthers = {
      "mysql", "mariadb", "sqlserver", "mssql", "oracle", "mongodb", "cockroachdb", "db2", "redshift"};
  if (contains(kOthers, scheme)) {
    return refuse(fmt::format("lockstep serves PostgreSQL and SQLite, not `{}`", scheme));
  }
  const auto near = nearest(scheme, {"postgresql", "postgres", "sqlite"});
  return refuse(fmt::format("`{}:` is no kind of database that lockstep knows", scheme),
                near ? fmt::format("did you mean `{}:`?", *near) : std::string(kRightSpelling));
}

// --- Masking ---

void mask_range(std::string& text, size_t begin, size_t end) {
  text.replace(begin, end - begin, kMask);
}

/// The end of a libpq value that starts at `begin`: quoted or up to a blank, with backslashes.
size_t value_end(std::string_view text, size_t begin) {
  const bool quoted = begin < text.size() && text[begin] == '\'';
  for (size_t at = begin + (quoted ? 1 : 0); at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (quoted && text[at] == '\'') {
      return at + 1;
    } else if (!quoted && std::isspace(static_cast<unsigned char>(text[at])) != 0) {
      return at;
    }
  }
  return text.size();
}

std::string mask_key_values(std::string text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t equals = text.find('=', at);
    if (equals == std::string::npos) break;
    const std::string key(trim(std::string_view(text).substr(at, equals - at)));
    size_t begin = equals + 1;
    while (begin < text.size() && std::isspace(static_cast<unsigned char>(text[begin])) != 0) ++begin;
    const size_t end = value_end(text, begin);
    if (is_secret_key(key)) {
      mask_range(text, begin, end);
      at = begin + kMask.size();
    } else {
      at = end;
    }
  }
  return text;
}

std::string mask_uri(std::string url) {
  // user:password is what stands before the last `@` of the part before the parameters; if there is none there, the
  // password may hold a `?` itself.
  const size_t begin = url.find("://") + 3;
  size_t at = url.substr(0, url.find('?', begin)).rfind('@');
  if (at == std::string::npos || at < begin) at = url.rfind('@');
  if (at != std::string::npos && at >= begin) {
    const size_t colon = url.find(':', begin);
    if (colon < at) {
      mask_range(url, colon + 1, at);
      at = colon + 1 + kMask.size();
    }
  } else {
    at = begin;
  }
  for (size_t mark = url.find('?', at); mark != std::string::npos; mark = url.find('&', mark + 1)) {
    const size_t equals = url.find('=', mark);
    const size_t next = std::min(url.find('&', mark + 1), url.size());
    if (equals < next && is_secret_key(std::string_view(url).substr(mark + 1, equals - mark - 1))) {
      mask_range(url, equals + 1, next);
    }
  }
  return url;
}

}  // namespace

Result<DatabaseTarget> parse_database_url(std::string_view url) {
  url = unwrap(url);
  if (url.empty()) return refuse("the database URL is empty");
  const std::string scheme = scheme_of(url);
  if (scheme.empty()) {
    if (is_key_value(url)) return DatabaseTarget{Dialect::PostgreSQL, std::string(url)};
    return refuse(fmt::format("`{}` does not say which kind of database it is", display_url(url)),
                  fmt::format("write `sqlite:{}` for a file, or postgresql://user@host:5432/database",
                              url.find('@') == std::string_view::npos ? url : std::string_view("path/app.db")));
  }
  const std::string_view rest = url.substr(scheme.size() + 1);
  if (scheme == "jdbc") return parse_database_url(rest);
  // Python names a driver behind a plus sign: postgresql+psycopg2, sqlite+aiosqlite.
  const std::string kind = scheme.substr(0, scheme.find('+'));
  if (kind == "postgresql" || kind == "postgres" || kind == "pgsql") return postgres_target(scheme, rest);
  if (kind == "sqlite" || kind == "sqlite3" || kind == "file") return sqlite_target(scheme, rest);
  return unknown_scheme(scheme);
}

std::string display_url(std::string_view url) {
  url = unwrap(url);
  if (url.find("://") != std::string_view::npos && !(scheme_of(url).empty() && is_key_value(url))) {
    return mask_uri(std::string(url));
  }
  return is_key_value(url) ? mask_key_values(std::string(url)) : std::string(url);
}

}  // namespace lockstep
