// dialect_of_url() and display_url(): the spellings of other tools, and what people see.
#include "subject.h"

namespace lockstep {

TEST_CASE("spellings that mean one thing are understood") {
  const std::vector<std::pair<std::string, Dialect>> spellings = {
      {"sqlite:shop.db", Dialect::SQLite},
      {"sqlite::memory:", Dialect::SQLite},
      {"sqlite:/var/lib/shop.db", Dialect::SQLite},
      {"sqlite3:shop.db", Dialect::SQLite},
      {"file:./shop.db", Dialect::SQLite},
      {"jdbc:sqlite:shop.db", Dialect::SQLite},
      {"SQLite:shop.db", Dialect::SQLite},
      {"postgresql://app@db:5432/shop", Dialect::PostgreSQL},
      {"postgres://app:secret@db/shop", Dialect::PostgreSQL},
      {"postgresql://", Dialect::PostgreSQL},
      {"  'postgresql://db/shop'\n", Dialect::PostgreSQL},
      {"jdbc:postgresql://db/shop?user=app&password=secret&ApplicationName=x", Dialect::PostgreSQL},
      {"postgresql+psycopg2://app@db/shop", Dialect::PostgreSQL},
      {"postgresql://db/shop?schema=public&connection_limit=5&sslmode=require", Dialect::PostgreSQL},
      {"host=db dbname=shop", Dialect::PostgreSQL},
      {"dbname = shop", Dialect::PostgreSQL},
  };
  for (const auto& [url, dialect] : spellings) {
    INFO(url);
    CHECK(NEED(dialect_of_url(url)) == dialect);
  }
}

TEST_CASE("others are refused with the right one") {
  const std::vector<std::pair<std::string, std::string>> spellings = {
      {"", "postgresql://"},
      {"shop.db", "sqlite:shop.db"},
      {"./data/shop.db", "sqlite:./data/shop.db"},
      {"sqlite://shop.db", "sqlite:shop.db"},
      {"sqlite:///shop.db", "sqlite:/shop.db"},
      {"sqlite+aiosqlite:////var/shop.db", "sqlite:/var/shop.db"},
      {"file:shop.db?mode=ro", "sqlite:shop.db"},
      {"sqlite:", "sqlite:path/app.db"},
      {"postgresql:shop", "postgresql://"},
      {"postgresql://db/shop?schema=sales", "sales.name"},
      {"jdbc:postgresql://db/shop?currentSchema=sales", "sales.name"},
      {"postgresql://pooler/shop?pgbouncer=true", "DIRECT_URL"},
      {"postgresq://db/shop", "postgresql:"},
      {"mysql://db/shop", "postgresql://"},
      {"postgresql://app:a@b@db/shop", "%40"},
      {"postgresql://app:a/b@db/shop", "%2F"},
  };
  for (const auto& [url, right] : spellings) {
    INFO(url);
    const Error error = error_of(dialect_of_url(url));
    CHECK(error.code == ErrorCode::Input);
    INFO(error.message << " | " << error.help);
    CHECK(error.help.find(right) != std::string::npos);
  }
}

TEST_CASE("a password is masked, also where it breaks the URL") {
  const std::vector<std::pair<std::string, std::string>> urls = {
      {"postgresql://app@db:5432/shop", "postgresql://app@db:5432/shop"},
      {"postgresql://app:secret@db:5432/shop", "postgresql://app:****@db:5432/shop"},
      {"postgresql://app:@db/shop", "postgresql://app:****@db/shop"},
      {"postgresql://:secret@db/shop", "postgresql://:****@db/shop"},
      {"postgresql://app:se:cr@et@db/shop", "postgresql://app:****@db/shop"},
      {"postgresql://app:se/cret@db/shop", "postgresql://app:****@db/shop"},
      {"postgresql://app:se?cret@db/shop", "postgresql://app:****@db/shop"},
      {"postgresql://[::1]:5432/shop", "postgresql://[::1]:5432/shop"},
      {"postgresql://a:secret@h1:1,h2:2/shop?x=y", "postgresql://a:****@h1:1,h2:2/shop?x=y"},
      {"postgresql://db/shop?user=app&password=secret&x=1", "postgresql://db/shop?user=app&password=****&x=1"},
      {"jdbc:postgresql://db/shop?password=secret", "jdbc:postgresql://db/shop?password=****"},
      {"mysql://app:secret@db/shop", "mysql://app:****@db/shop"},
      {"host=db password=secret dbname=shop", "host=db password=**** dbname=shop"},
      {"host=db password = 'se cr\\'et' dbname=shop", "host=db password = **** dbname=shop"},
      {"password=se\\ cret user=app", "password=**** user=app"},
      {"password='secret", "password=****"},
      {"sslpassword=secret", "sslpassword=****"},
      {"host=db password=postgresql://x", "host=db password=****"},
      {"sqlite:shop.db", "sqlite:shop.db"},
      {"", ""},
  };
  for (const auto& [url, shown] : urls) CHECK(display_url(url) == shown);
}

}  // namespace lockstep
