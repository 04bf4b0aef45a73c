// Tokens, comments and the borders of statements.
#include "parser/lexer.h"

#include <catch2/catch.hpp>

namespace lockstep {
namespace {

struct Lexed {
  std::vector<std::string> tokens;  ///< of all statements; "|" between them
  ParsedFile file;
  std::vector<SyntaxError> errors;
};

Lexed lex(std::string_view text, Dialect dialect = Dialect::PostgreSQL) {
  Lexed out;
  Lexer lexer(text, dialect, out.file);
  std::vector<Token> tokens;
  while (lexer.next_statement(tokens)) {
    if (!out.tokens.empty()) out.tokens.emplace_back("|");
    for (const Token& token : tokens) {
      if (!token.is(TokenKind::End)) out.tokens.emplace_back(slice(text, token.span()));
    }
    if (lexer.error()) out.errors.push_back(*lexer.error());
  }
  return out;
}

using Texts = std::vector<std::string>;

Texts tokens(std::string_view text, Dialect dialect = Dialect::PostgreSQL) {
  Lexed out = lex(text, dialect);
  for (const SyntaxError& error : out.errors) FAIL(error.message);
  return out.tokens;
}

std::string error(std::string_view text, Dialect dialect = Dialect::PostgreSQL) {
  const Lexed out = lex(text, dialect);
  REQUIRE(out.errors.size() == 1);
  return out.errors.front().message;
}

std::vector<TokenKind> kinds(std::string_view text, Dialect dialect = Dialect::PostgreSQL) {
  ParsedFile file;
  Lexer lexer(text, dialect, file);
  std::vector<Token> tokens;
  std::vector<TokenKind> out;
  if (lexer.next_statement(tokens)) {
    for (const Token& token : tokens) {
      if (!token.is(TokenKind::End)) out.push_back(token.kind);
    }
  }
  return out;
}

using Kinds = std::vector<TokenKind>;

}  // namespace

TEST_CASE("key words are found in any case, and only whole words") {
  CHECK(find_keyword("select") == K::SELECT);
  CHECK(find_keyword("SELECT") == K::SELECT);
  CHECK(find_keyword("sElEcT") == K::SELECT);
  CHECK(find_keyword("selects") == K::None);
  CHECK(find_keyword("s") == K::None);
  CHECK(find_keyword("") == K::None);
  CHECK(find_keyword("current_timestamp") == K::CURRENT_TIMESTAMP);
  CHECK(find_keyword("current\x1ftimestamp") == K::None);
  for (uint16_t i = 0; i < static_cast<uint16_t>(K::None); ++i) {
    const K word = static_cast<K>(i);
    CHECK(find_keyword(info(word).text) == word);
  }
}

TEST_CASE("PostgreSQL: strings of every spelling are one token") {
  CHECK(tokens("'a' 'it''s' '' ';'") == Texts{"'a'", "'it''s'", "''", "';'"});
  CHECK(kinds("'a' E'b' U&'c' B'1' X'f' N'd' $$e$$ $x$f$x$") ==
        Kinds{TokenKind::String, TokenKind::EscapeString, TokenKind::UnicodeString, TokenKind::BitString,
              TokenKind::HexString, TokenKind::NationalString, TokenKind::DollarString, TokenKind::DollarString});
  CHECK(tokens(R"(E'a\'b' E'\\' '\')") == Texts{R"(E'a\'b')", R"(E'\\')", R"('\')"});
  CHECK(tokens("$a$ $b$ $ $$ $a$") == Texts{"$a$ $b$ $ $$ $a$"});
  CHECK(tokens("a$b$c") == Texts{"a$b$c"});
  CHECK(tokens("e 'a'") == Texts{"e", "'a'"});
}

TEST_CASE("PostgreSQL: strings go on behind a line break, and only there") {
  CHECK(tokens("'a'\n  'b'") == Texts{"'a'\n  'b'"});
  CHECK(tokens("'a' -- note\n 'b'") == Texts{"'a' -- note\n 'b'"});
  CHECK(tokens("E'a\\'b'\n'c'") == Texts{"E'a\\'b'\n'c'"});
  CHECK(tokens("'a' 'b'") == Texts{"'a'", "'b'"});
  CHECK(tokens("'a' /* x\n */ 'b'") == Texts{"'a'", "'b'"});
  CHECK(tokens("'a'\n'b'", Dialect::SQLite) == Texts{"'a'", "'b'"});
}

TEST_CASE("PostgreSQL: quoted names") {
  CHECK(tokens(R"("a" "b""c" U&"d")") == Texts{"\"a\"", R"("b""c")", "U&\"d\""});
  CHECK(kinds(R"("a" U&"d")") == Kinds{TokenKind::QuotedIdentifier, TokenKind::UnicodeIdentifier});
  CHECK(tokens("\"a;b\"; c") == Texts{"\"a;b\"", "|", "c"});
  CHECK(error("SELECT \"\"") == "a quoted name must not be empty");
  CHECK(tokens("größe") == Texts{"größe"});
}

TEST_CASE("PostgreSQL: numbers") {
  CHECK(kinds("1 1.5 .5 5. 1e5 1.5E-3 0x1F 0o17 0b101 1_000 1_0.2_5") ==
        Kinds{TokenKind::Integer, TokenKind::Decimal, TokenKind::Decimal, TokenKind::Decimal, TokenKind::Decimal,
              TokenKind::Decimal, TokenKind::Integer, TokenKind::Integer, TokenKind::Integer, TokenKind::Integer,
              TokenKind::Decimal});
  CHECK(tokens("1..10") == Texts{"1", "..", "10"});
  CHECK(tokens("a[1:2]") == Texts{"a", "[", "1", ":", "2", "]"});
  CHECK(error("SELECT 1a") == "letters follow a number without a space");
  CHECK(error("SELECT 0b12") == "this number has no digits, or some that its base does not know");
  CHECK(error("SELECT 0x") == "this number has no digits, or some that its base does not know");
  CHECK(error("SELECT 1_") == "letters follow a number without a space");
  CHECK(error("SELECT $1a") == "letters follow a parameter without a space");
}

TEST_CASE("PostgreSQL: operators end where the manual says") {
  CHECK(tokens("a<-b") == Texts{"a", "<", "-", "b"});
  CHECK(tokens("a=-1") == Texts{"a", "=", "-", "1"});
  CHECK(tokens("a@-b") == Texts{"a", "@-", "b"});
  CHECK(tokens("a*--x\nb") == Texts{"a", "*", "b"});
  CHECK(tokens("a*/*x*/b") == Texts{"a", "*", "b"});
  CHECK(tokens("a->>'b'#>>c||d") == Texts{"a", "->>", "'b'", "#>>", "c", "||", "d"});
  CHECK(tokens("a::int:=b=>c") == Texts{"a", "::", "int", ":=", "b", "=>", "c"});
  CHECK(tokens("a!=b<>c<=d>=e") == Texts{"a", "!=", "b", "<>", "c", "<=", "d", ">=", "e"});
  CHECK(tokens("a +++ b") == Texts{"a", "+", "+", "+", "b"});
  CHECK(tokens("a ~~* b?|c") == Texts{"a", "~~*", "b", "?|", "c"});
}

TEST_CASE("SQLite: its own quotes, parameters and operators") {
  const auto lite = [](std::string_view text) { return tokens(text, Dialect::SQLite); };
  CHECK(lite("[a b] `c``d` \"e\"") == Texts{"[a b]", "`c``d`", "\"e\""});
  CHECK(lite("? ?1 :a @b $c #d") == Texts{"?", "?1", ":a", "@b", "$c", "#d"});
  CHECK(lite("$a::b(c)") == Texts{"$a::b(c)"});
  CHECK(lite("a==b->>c<<d") == Texts{"a", "==", "b", "->>", "c", "<<", "d"});
  CHECK(lite("a-1") == Texts{"a", "-", "1"});
  CHECK(lite("X'ff' x''") == Texts{"X'ff'", "x''"});
  CHECK(kinds("E'a'", Dialect::SQLite) == Kinds{TokenKind::Identifier, TokenKind::String});
  CHECK(lite("/* a /* b */ c") == Texts{"c"});
  CHECK(lite("a /* open") == Texts{"a"});
}

TEST_CASE("comments are kept aside with their places") {
  const std::string text = "-- one\nSELECT 1 -- two\n  /* three /* nested */ */ + 2;";
  const Lexed out = lex(text);
  CHECK(out.tokens == Texts{"SELECT", "1", "+", "2"});
  REQUIRE(out.file.comments.size() == 3);
  CHECK(out.file.comments[0].text == " one");
  CHECK(out.file.comments[0].own_line);
  CHECK(out.file.comments[1].text == " two");
  CHECK_FALSE(out.file.comments[1].own_line);
  CHECK(out.file.comments[2].text == " three /* nested */ ");
  CHECK(out.file.comments[2].own_line);
  CHECK(slice(text, out.file.comments[2].span) == "/* three /* nested */ */");
  CHECK(lex("-- a\r\nSELECT 1").file.comments[0].text == " a");
  CHECK(lex("-- only a comment").tokens.empty());
}

TEST_CASE("what has no end is said to have none") {
  CHECK(error("SELECT 'a") == "this string has no end");
  CHECK(error("SELECT E'a\\'") == "this string has no end");
  CHECK(error("SELECT $$a") == "this dollar-quoted string has no end");
  CHECK(error("SELECT \"a") == "this quoted name has no end");
  CHECK(error("SELECT /* a") == "this comment has no end");
  CHECK(error("SELECT [a", Dialect::SQLite) == "this name in brackets has no end");
  CHECK(error(std::string_view("SELECT \0 1", 10)) == "a zero byte is not text");
}

TEST_CASE("statements end at semicolons outside parentheses") {
  CHECK(tokens("a; b;; ;c") == Texts{"a", "|", "b", "|", "c"});
  CHECK(tokens("a (b; c); d") == Texts{"a", "(", "b", ";", "c", ")", "|", "d"});
  CHECK(tokens("a ) b; c") == Texts{"a", ")", "b", "|", "c"});
  CHECK(tokens("a (b; c", Dialect::SQLite) == Texts{"a", "(", "b", "|", "c"});
  CHECK(tokens("\xEF\xBB\xBFSELECT 1") == Texts{"SELECT", "1"});
  CHECK(tokens("SELECT 1;\r\nSELECT 2\r\n") == Texts{"SELECT", "1", "|", "SELECT", "2"});
}

TEST_CASE("PostgreSQL: bodies between BEGIN and END hold semicolons") {
  CHECK(tokens("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; SELECT 2; END; x").back() == "x");
  CHECK(tokens("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END; x") ==
        Texts{"CREATE", "FUNCTION", "f", "(", ")", "BEGIN", "ATOMIC", "SELECT", "1", ";", "END", "|", "x"});
  CHECK(tokens("create or replace procedure p() begin atomic select case when a then b end; end; x").size() == 20);
  // Only a routine's body counts: BEGIN and END of a transaction do not.
  CHECK(tokens("BEGIN; SELECT 1; END; x") == Texts{"BEGIN", "|", "SELECT", "1", "|", "END", "|", "x"});
}

TEST_CASE("SQLite: a trigger ends with its END") {
  CHECK(tokens("CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; SELECT 1; END; x",
               Dialect::SQLite)
            .back() == "x");
  const Texts temp = tokens("CREATE TEMP TRIGGER t BEGIN SELECT 1; END; x", Dialect::SQLite);
  CHECK(temp[temp.size() - 2] == "|");
}

TEST_CASE("psql: meta-commands are stepped over") {
  CHECK(tokens("\\connect app\nSELECT 1;\n\\set x 'a;b'\nSELECT 2;") == Texts{"SELECT", "1", "|", "SELECT", "2"});
  CHECK(tokens("\\restrict abc\n\\unrestrict abc\n").empty());
  CHECK(tokens("SELECT 1 \\g\nSELECT 2") == Texts{"SELECT", "1", "|", "SELECT", "2"});
  CHECK(tokens("SELECT 1\n\\echo note\n+ 2;") == Texts{"SELECT", "1", "+", "2"});
  CHECK(tokens("SELECT 1\\; SELECT 2;") == Texts{"SELECT", "1", "|", "SELECT", "2"});
}

TEST_CASE("psql: the data of COPY FROM stdin are no SQL") {
  const std::string text = "COPY t (a, b) FROM stdin;\n1\tit's\n2\t;(\n\\.\nSELECT 1;";
  const Lexed out = lex(text);
  CHECK(out.errors.empty());
  CHECK(out.tokens == Texts{"COPY", "t", "(", "a", ",", "b", ")", "FROM", "stdin", "|", "SELECT", "1"});
  // They count in the stream that checksums are made of.
  CHECK(lex("COPY t FROM stdin;\n1\n\\.\n").file.tokens.size() == 6);
  CHECK(lex("COPY t FROM STDIN;\n1\n").tokens.size() == 4);
  CHECK(tokens("COPY t FROM 'file'; SELECT 1").size() == 7);
}

TEST_CASE("psql: traps of meta-commands") {
  // Behind a double backslash SQL goes on.
  CHECK(tokens("\\set x 1 \\\\ SELECT 1;\nSELECT 2;") == Texts{"SELECT", "1", "|", "SELECT", "2"});
  CHECK(tokens("\\if :x\nSELECT 1;\n\\else\nSELECT 2;\n\\endif\n") == Texts{"SELECT", "1", "|", "SELECT", "2"});
  CHECK(tokens("SELECT 'DROP TABLE t' \\gexec\nSELECT 2") == Texts{"SELECT", "'DROP TABLE t'", "|", "SELECT", "2"});
  CHECK(tokens("\\copy t from stdin csv\n1;(\n\\.\nSELECT 1;") == Texts{"SELECT", "1"});
  CHECK(tokens("\\copy t FROM 'file'\nSELECT 1;") == Texts{"SELECT", "1"});
  CHECK(tokens("SELECT E'a\\'\\\\', '\\connect' -- \\connect\n;") == Texts{"SELECT", "E'a\\'\\\\'", ",", "'\\connect'"});
}

TEST_CASE("psql: traps of COPY data") {
  CHECK(tokens("COPY t FROM stdin;\r\n1\ta\r\n\\.\r\nSELECT 1;\r\n").back() == "1");
  CHECK(tokens("COPY t FROM stdin;\n1\n\\N\n\\.x\n\\.\nSELECT 1;").back() == "1");
  CHECK(tokens("COPY t FROM stdin;\n\\.\nSELECT 1;").size() == 7);
  // A table of that name inside a query is not the terminal.
  CHECK(tokens("COPY (SELECT * FROM stdin) TO stdout;\nSELECT 1;").back() == "1");
  CHECK(tokens("COPY t TO stdout;\nSELECT 1;").size() == 7);
}

TEST_CASE("White space is what the server takes for it") {
  CHECK(tokens("SELECT\f1") == Texts{"SELECT", "1"});
  // Unicode's spaces are letters to PostgreSQL, and so are they here.
  CHECK(tokens("a\xC2\xA0" "b") == Texts{"a\xC2\xA0" "b"});
  CHECK(tokens("SELECT \xEF\xBB\xBF" "1", Dialect::SQLite) == Texts{"SELECT", "1"});
  CHECK(tokens("\xEF\xBB\xBF-- note\r\nSELECT 1;\r\n") == Texts{"SELECT", "1"});
}

TEST_CASE("Placeholders are words when they are allowed") {
  const auto texts = [](std::string_view text, Dialect dialect = Dialect::PostgreSQL) {
    ParsedFile file;
    Lexer lexer(text, dialect, file, 0, {.placeholders = true});
    std::vector<Token> read;
    Texts out;
    while (lexer.next_statement(read)) {
      if (lexer.error()) FAIL(lexer.error()->message);
      for (const Token& token : read) {
        if (!token.is(TokenKind::End)) out.emplace_back(slice(text, token.span()));
      }
    }
    return out;
  };
  CHECK(texts("${a} ${b}_c d_${e} ${f}${g} ${h:-x y}") ==
        Texts{"${a}", "${b}_c", "d_${e}", "${f}${g}", "${h:-x y}"});
  CHECK(texts("{{ a }}.{{b}}_c") == Texts{"{{ a }}", ".", "{{b}}_c"});
  CHECK(texts(":a :'b c' :\"d\" %(e)s @f@") == Texts{":a", ":'b c'", ":\"d\"", "%(e)s", "@f@"});
  // What only looks like one.
  CHECK(texts("a::int a[1:b] a[b :c] f(x := 1)") ==
        Texts{"a", "::", "int", "a", "[", "1", ":", "b", "]", "a", "[", "b", ":", "c", "]", "f", "(", "x", ":=", "1", ")"});
  CHECK(texts("'${a}' \"${b}\" $$ {{c}} $$ $d${e}$d$ -- ${f}") == Texts{"'${a}'", "\"${b}\"", "$$ {{c}} $$", "$d${e}$d$"});
  CHECK(texts("a % (b) @ c, @d") == Texts{"a", "%", "(", "b", ")", "@", "c", ",", "@", "d"});
  CHECK(texts("${a} :b", Dialect::SQLite) == Texts{"${a}", ":b"});
  CHECK(error("SELECT ${a}") == "`${a}` is a placeholder, which is no SQL");
  CHECK(error("SELECT x_${a}") == "`${a}` is a placeholder, which is no SQL");
  CHECK(error("SELECT {{ a }}", Dialect::SQLite) == "`{{ a }}` is a placeholder, which is no SQL");
}

}  // namespace lockstep
