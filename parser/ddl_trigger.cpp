// CREATE TRIGGER of both dialects (manual: CREATE TRIGGER; lang_createtrigger.html).
#include <algorithm>

#include "base/text.h"
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

using timing = node<NodeKind::Timing, sor<kw<K::BEFORE>, kw<K::AFTER>, kw<K::INSTEAD, K::OF>>>;
using update_columns = opt<kw<K::OF>, name_list>;

// INSERT OR UPDATE OF a, b OR ...: each event at most once.
struct events {
  using rule_t = events;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    Tokens::Attempt attempt(in);
    std::vector<K> seen;
    do {
      const K word = in.peek().keyword();
      const bool event = word == K::INSERT || word == K::UPDATE || word == K::DELETE || word == K::TRUNCATE;
      if (!event || std::find(seen.begin(), seen.end(), word) != seen.end()) {
        return in.fail("INSERT, UPDATE, DELETE or TRUNCATE");
      }
      seen.push_back(word);
      const Tokens::Start start = in.start();
      in.advance();
      if (word == K::UPDATE && !take<update_columns>(in)) return false;
      in.finish(NodeKind::TriggerEvent, start);
    } while (in.at(K::OR) && (in.advance(), true));
    return attempt(true);
  }
};

using transition = node<NodeKind::Transition, sor<kw<K::NEW>, kw<K::OLD>>, sor<kw<K::TABLE>, kw<K::ROW>>,
                        opt<kw<K::AS>>, name>;
using referencing = opt<kw<K::REFERENCING>, plus<transition>>;
using each_row = node<NodeKind::ForEachRow, kw<K::FOR>, opt<kw<K::EACH>>, kw<K::ROW>>;
using for_each = opt<sor<each_row, seq<kw<K::FOR>, opt<kw<K::EACH>>, kw<K::STATEMENT>>>>;
using when = opt<node<NodeKind::When_, kw<K::WHEN>, parens<expression>>>;

struct function_argument {
  using rule_t = function_argument;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (in.at(P::Plus) || in.at(P::Minus)) return in.fail("a constant");
    return take<sor<number, string_literal, label>>(in);
  }
};
using execute = seq<kw<K::EXECUTE>, sor<kw<K::FUNCTION>, kw<K::PROCEDURE>>,
                    node<NodeKind::TriggerFunction, function_name,
                         left_paren, node<NodeKind::TriggerArguments, opt<function_argument>, star<comma, function_argument>>,
                         right_paren>>;

struct plain_trigger : seq<kw<K::TRIGGER>, name, timing, events, kw<K::ON>, relation_name, referencing, for_each, when,
                           execute> {};
struct constraint_trigger
    : seq<node<NodeKind::ConstraintTrigger, kw<K::CONSTRAINT>>, kw<K::TRIGGER>, name,
          node<NodeKind::Timing, kw<K::AFTER>>, events, kw<K::ON>, relation_name, opt<kw<K::FROM>, relation_name>,
          trigger_attributes, node<NodeKind::ForEachRow, kw<K::FOR, K::EACH, K::ROW>>, when, execute> {};
struct postgresql_trigger
    : node<NodeKind::CreateTrigger, kw<K::CREATE>, or_replace, sor<constraint_trigger, plain_trigger>> {};

// ---- SQLite --------------------------------------------------------------------------------------------------------

using sqlite_event = sor<node<NodeKind::TriggerEvent, kw<K::INSERT>>, node<NodeKind::TriggerEvent, kw<K::DELETE>>,
                         node<NodeKind::TriggerEvent, kw<K::UPDATE>, update_columns>>;
struct body : node<NodeKind::TriggerBody, kw<K::BEGIN>, plus<trigger_statement, punct<P::Semicolon>>, kw<K::END>> {};
struct sqlite_trigger
    : node<NodeKind::CreateTrigger, kw<K::CREATE>,
           opt<node<NodeKind::Temporary, sor<kw<K::TEMP>, kw<K::TEMPORARY>>>>, kw<K::TRIGGER>, sqlite_if_not_exists,
           qualified_name, opt<timing>, sqlite_event, kw<K::ON>, relation_name,
           opt<node<NodeKind::ForEachRow, kw<K::FOR, K::EACH, K::ROW>>>,
           opt<node<NodeKind::When_, kw<K::WHEN>, expression>>, body> {};

}  // namespace

bool create_trigger_element::match(Tokens& in) { return take<postgresql_trigger>(in); }

bool match_create_trigger(Tokens& in) {
  return in.sqlite() ? take<seq<sqlite_trigger, end>>(in) : take<seq<postgresql_trigger, end>>(in);
}

}  // namespace lockstep::grammar

namespace lockstep::lower {

void lower_create_trigger(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateTrigger trigger;
  trigger.timing = "BEFORE";  // SQLite's default; PostgreSQL has none
  trigger.for_each_row = tree.dialect == Dialect::SQLite;
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::Name: trigger.name = name_text(tree, child); break;
      case NodeKind::QualifiedName: trigger.name = qualified_name(tree, child).name; break;
      case NodeKind::OrReplace: trigger.or_replace = true; break;
      case NodeKind::ConstraintTrigger: trigger.constraint = true; break;
      case NodeKind::Timing: trigger.timing = words(tree, child); break;
      case NodeKind::TriggerEvent:
        trigger.events.push_back(to_upper(slice(tree.text, tree.first_token(child).span())));
        if (const NodeIndex columns = tree.find(child, NodeKind::NameList); columns != kNoNode) {
          trigger.update_of = name_list(tree, columns);
        }
        break;
      case NodeKind::Relation:
        if (trigger.table.name.empty()) trigger.table = qualified_name(tree, child);
        break;
      case NodeKind::ForEachRow: trigger.for_each_row = true; break;
      case NodeKind::TriggerFunction:
        trigger.function = qualified_name(tree, tree.find(child, NodeKind::FunctionName));
        for (const NodeIndex argument : tree.children(tree.find(child, NodeKind::TriggerArguments))) {
          trigger.arguments.push_back(clean_text(tree, argument));
        }
        break;
      case NodeKind::When_: trigger.when = expression(tree, child - 1); break;
      case NodeKind::Transition:
        trigger.transitions.emplace_back(
            to_lower(clean_text(tree, tree[child].first_token, tree[child].first_token + 2)), first_name(tree, child));
        break;
      case NodeKind::ConstraintAttribute: {
        Constraint attribute;
        apply_attribute(tree, child, attribute);
        trigger.deferrable |= attribute.deferrable;
        trigger.initially_deferred |= attribute.initially_deferred;
        break;
      }
      case NodeKind::Temporary: trigger.temporary = true; break;
      case NodeKind::IfNotExists: trigger.if_not_exists = true; break;
      case NodeKind::TriggerBody:
        trigger.body = std::string(tree.source(child));
        add_inner_statements(tree, child, result);
        break;
      default: break;
    }
  }
  result.body = std::move(trigger);
}

}  // namespace lockstep::lower
