// Route policies and sets: where their tokens go.

#include <fmt/format.h>

#include "formats/cisco_iosxr/reader.h"

namespace ringfence::formats::cisco_iosxr {

Verdict ReadRoutePolicy(Reader& reader, Statement& statement) {
  const base::Span span = statement.span();
  std::vector<RplToken> tokens;
  AddRplTokens(statement.words.Rest().text, span.file, span.line, tokens);
  RplCursor cursor(tokens);
  const std::string name(cursor.Next().text);
  if (name.empty()) return reader.Invalid(statement, {}, "the name of the route policy is missing");
  if (statement.negated) return reader.vendor.rpl.policies.erase(name), kUnderstood;
  RplPolicyText& policy = reader.vendor.rpl.policies[name];
  policy = {};
  policy.span = span;
  if (!cursor.done()) {
    for (const auto& parameter : TakeElements(cursor)) policy.parameters.emplace_back(parameter.front().text);
  }
  reader.OpenRpl(policy.tokens, "end-policy");
  return kUnderstood;
}

Verdict ReadRplSet(Reader& reader, Statement& statement, RplSetKind kind) {
  RplSetText set;
  set.span = statement.span();
  if (kind == RplSetKind::kExtended) set.type = statement.words.Next().text;
  auto name = TakeName(reader, statement, "set");
  if (!name) return kNotKnown;
  if (statement.negated) return reader.vendor.rpl.sets[kind].erase(*name), kUnderstood;
  RplSetText& stored = reader.vendor.rpl.sets[kind][*name];
  stored = std::move(set);
  reader.OpenRpl(stored.tokens, "end-set");
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
