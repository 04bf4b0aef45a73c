#include "migrations/statements.h"

#include <algorithm>

#include "base/hash.h"
#include "base/parallel.h"
#include "migrations/directives.h"
#include "parser/parse_again.h"

namespace lockstep {
namespace {

uint32_t hash_of(std::string_view name) {
  return static_cast<uint32_t>(hash_ignoring_case(name));
}

BodyType type_of(const Statement& statement) {
  return visit([](const auto& body) { return body_type<std::remove_cvref_t<decltype(body)>>; }, statement.body);
}

bool is_rollback(const Statement& statement) {
  const auto* control = statement.as<TransactionControl>();
  return control != nullptr &&
         (control->kind == TransactionControl::Kind::Rollback || control->kind == TransactionControl::Kind::RollbackTo);
}

void add_mentions(const Statement& statement, size_t i, std::vector<Mention>& mentions) {
  const auto add = [&](const QualifiedName& name) {
    const Mention mention{hash_of(name.name), static_cast<uint32_t>(i)};
    if (mentions.empty() || mentions.back() != mention) mentions.push_back(mention);
  };
  for (const QualifiedName& relation : statement.relations) add(relation);
  for (const ObjectName& object : objects(statement)) add(object.name);
}

void sort_mentions(std::vector<Mention>& mentions) {
  std::sort(mentions.begin(), mentions.end());
  mentions.erase(std::unique(mentions.begin(), mentions.end()), mentions.end());
}

}  // namespace

Migration outline_migration(MigrationText text, Dialect dialect, ParseOptions options) {
  const auto outline = std::make_shared<Outline>();
  outline->dialect = dialect;
  outline->options = options;
  const std::string_view source = text.file.text;
  ParsedFile parsed = parse_places(source, dialect, options, [&](const Statement& statement) {
    add_mentions(statement, outline->places.size(), outline->mentions);
    outline->places.push_back({statement.span, type_of(statement)});
    outline->rolls_back = outline->rolls_back || is_rollback(statement);
  });
  FileDirectives directives = read_directives(source, parsed, dialect);
  if (text.undo || directives.undo || !parsed.errors.empty()) {
    return parse_migration(std::move(text), dialect, options);
  }
  sort_mentions(outline->mentions);
  outline->directives = std::move(directives.statements);
  Migration migration;
  migration.id = std::move(text.id);
  migration.name = std::move(text.name);
  migration.file = std::move(text.file);
  migration.directives = std::move(directives.file);
  migration.findings = std::move(directives.findings);
  migration.outline = outline;
  return migration;
}

size_t Statements::size() const {
  return migration_.outline ? migration_.outline->places.size() : migration_.statements.size();
}

Span Statements::span(size_t i) const {
  return migration_.outline ? migration_.outline->places[i].span : migration_.statements[i].statement.span;
}

const Directives& Statements::directives(size_t i) const {
  static const Directives none;
  if (!migration_.outline) return migration_.statements[i].directives;
  const auto found = migration_.outline->directives.find(i);
  return found == migration_.outline->directives.end() ? none : found->second;
}

bool Statements::roll_back() const {
  if (migration_.outline) return migration_.outline->rolls_back;
  return std::any_of(migration_.statements.begin(), migration_.statements.end(),
                     [](const MigrationStatement& each) { return is_rollback(each.statement); });
}

const Statement& Statements::operator[](size_t i) const {
  if (!migration_.outline) return migration_.statements[i].statement;
  const Outline& outline = *migration_.outline;
  const auto found = asked_.find(i);
  if (found != asked_.end()) return found->second;
  std::vector<Statement> read =
      parse_again(migration_.file.text, outline.dialect, outline.places[i].span.begin, 1, outline.options);
  return asked_.emplace(i, std::move(read.front())).first->second;
}

std::span<const Mention> Statements::mentions_of(std::string_view name) const {
  if (!migration_.outline && mentions_.empty()) {
    for (size_t i = 0; i < size(); ++i) add_mentions(migration_.statements[i].statement, i, mentions_);
    sort_mentions(mentions_);
  }
  const std::vector<Mention>& all = migration_.outline ? migration_.outline->mentions : mentions_;
  const auto [begin, end] = std::equal_range(all.begin(), all.end(), Mention{hash_of(name), 0},
                                             [](const Mention& a, const Mention& b) { return a.name < b.name; });
  return {begin, end};
}

void Statements::for_each(const std::function<void(size_t, const Statement&)>& use) const {
  if (!migration_.outline) {
    for (size_t i = 0; i < size(); ++i) use(i, migration_.statements[i].statement);
    return;
  }
  const Outline& outline = *migration_.outline;
  constexpr size_t piece = 64, ahead = 32;
  std::vector<std::vector<Statement>> read(ahead);
  in_order((size() + piece - 1) / piece, ahead,
           [&](size_t p) {
             read[p % ahead] = parse_again(migration_.file.text, outline.dialect, outline.places[p * piece].span.begin,
                                           std::min(piece, size() - p * piece), outline.options);
           },
           [&](size_t p) {
             for (size_t i = 0; i < read[p % ahead].size(); ++i) use(p * piece + i, read[p % ahead][i]);
             return true;
           });
}

}  // namespace lockstep
