#include "formats/route_map_text.h"

namespace ringfence::formats {
namespace {

constexpr std::uint32_t kSequenceDefault = 10;
constexpr std::uint32_t kSequenceMax = 65535;

/// `continue [N]`, `on-match next`, `on-match goto N`.
Verdict ReadContinue(RouteMapSite& site, std::uint32_t number) {
  if (site.statement.negated)
    site.entry.continues.reset();
  else
    site.entry.continues = number;
  return kUnderstood;
}

Verdict ReadOnMatch(RouteMapSite& site) {
  if (site.statement.words.Accept("next")) return ReadContinue(site, 0);
  if (!site.statement.words.Accept("goto")) return kNotKnown;
  const auto number = TakeNumber(site.report, site.statement, 1, kSequenceMax);
  return number ? ReadContinue(site, *number) : kNotKnown;
}

}  // namespace

Verdict RouteMapSite::NotExpressed() {
  statement.words.Rest();
  entry.not_modelled.push_back(statement.span());
  return kNoEffect;
}

Verdict RouteMapSite::Match(std::string kind, RouteMapMatch match) {
  match.value.span = statement.span();
  RouteMapClause* clause = nullptr;
  for (RouteMapClause& known : entry.clauses) {
    if (known.kind == kind) clause = &known;
  }
  if (clause == nullptr) clause = &entry.clauses.emplace_back(RouteMapClause{std::move(kind), {}});
  if (dialect.match_replaces && !clause->any_of.empty() &&
      clause->any_of.front().value.span != match.value.span)
    clause->any_of.clear();
  clause->any_of.push_back(std::move(match));
  return kUnderstood;
}

Verdict RouteMapSite::Set(model::RouteAction action, std::optional<ListKind> list) {
  action.span = statement.span();
  entry.sets.push_back({std::move(action), list});
  return kUnderstood;
}

RouteMapEntry* ReadRouteMap(PolicyTexts& texts, Statement& statement) {
  const std::string name(statement.words.Next().text);
  if (name.empty()) return nullptr;
  if (statement.negated && statement.words.done()) return texts.route_maps.erase(name), nullptr;
  const bool deny = statement.words.Accept("deny");
  if (!deny) statement.words.Accept("permit");
  const std::uint32_t number = statement.words.AcceptNumber(0, kSequenceMax).value_or(kSequenceDefault);
  RouteMapText& map = texts.route_maps[name];
  if (!map.span.valid()) map.span = statement.span();
  if (statement.negated) return map.entries.erase(number), nullptr;
  RouteMapEntry& entry = map.entries[number];
  entry.permit = !deny;
  entry.span = statement.span();
  return &entry;
}

Verdict ReadRouteMapLine(RouteMapEntry& entry, Statement& statement, StatementReport& report,
                         const PolicyDialect& dialect) {
  RouteMapSite site{entry, statement, report, dialect};
  if (statement.words.Accept("description")) return kNoEffect;
  if (statement.words.Accept("on-match")) return ReadOnMatch(site);
  if (statement.words.Accept("continue"))
    return ReadContinue(site, statement.words.AcceptNumber(1, kSequenceMax).value_or(0));
  if (statement.negated) return kNotKnown;
  if (statement.words.Accept("match")) return ReadRouteMapMatch(site);
  if (statement.words.Accept("set")) return ReadRouteMapSet(site);
  if (statement.words.Accept("call")) {
    entry.call = statement.words.Next().text;
    entry.call_span = statement.span();
    return kUnderstood;
  }
  return kNotKnown;
}

}  // namespace ringfence::formats
