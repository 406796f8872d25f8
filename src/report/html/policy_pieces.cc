// Parties, lists, rules with their dates, and what later days bring.

#include <set>

#include "report/html/page_pieces.h"
#include "rules/stanza.h"

namespace ringfence::report::html {
namespace {

using base::JsonWriter;

void Window(JsonWriter& json, const model::DateWindow& window) {
  if (window.from) json.Field("from", base::ToString(*window.from));
  if (window.until) json.Field("until", base::ToString(*window.until));
}

void PartyObject(const Page& page, const model::Party& party) {
  JsonWriter& json = page.json;
  json.BeginObject().Field("id", party.id).Field("name", party.name).Field("kind", party.kind);
  json.Field("jurisdiction", party.jurisdiction);
  if (party.state) json.Field("state", page.names.Party(*party.state));
  json.Key("owners").BeginArray();
  for (const model::Ownership& share : party.owners) {
    json.BeginObject().Field("owner", page.names.Party(share.owner));
    json.Key("min_percent").Decimal(share.share_min_bp / 100.0, 2);
    json.Key("max_percent").Decimal(share.share_max_bp / 100.0, 2);
    Window(json, share.window);
    json.EndObject();
  }
  json.EndArray().EndObject();
}

void ListObject(const Page& page, const model::PartyList& list) {
  JsonWriter& json = page.json;
  json.BeginObject().Field("id", list.id).Field("by", page.names.Party(list.by));
  json.Field("because", list.because);
  Window(json, list.window);
  json.Key("names").BeginArray();
  for (const model::PartyId party : list.names) json.String(page.names.Party(party));
  json.EndArray().EndObject();
}

void RuleObject(const Page& page, const model::RuleStanza& rule) {
  JsonWriter& json = page.json;
  const base::ValueTree& tree = page.snapshot.policy.trees[rule.tree];
  json.BeginObject().Field("id", rule.id);
  Window(json, rule.window);
  for (const rules::RuleKind* kind : rules::AllRuleKinds()) {
    if (tree.Find(rule.node, kind->name).valid()) json.Field("meaning", kind->meaning);
  }
  json.Key("later").BeginArray();
  const base::NodeRef later = tree.Find(rule.node, "later");
  if (later.valid()) {
    for (const base::ValueEntry& entry : tree[later].entries) {
      json.BeginObject().Field("from", tree.Text(entry.value, "from")).Key("levels").BeginArray();
      for (const base::NodeRef level : tree.Items(tree.Find(entry.value, "levels")))
        json.String(tree.TextOf(level));
      json.EndArray().EndObject();
    }
  }
  json.EndArray().EndObject();
}

/// A rule on a later day, short: verdicts, and who offends.
void LaterRule(const Page& page, const rules::RuleResult& rule) {
  JsonWriter& json = page.json;
  json.BeginObject().Field("id", rule.id).Field("verdict", rules::NameOf(rule.state));
  json.Key("flows").BeginArray();
  for (const rules::FlowResult& flow : rule.flows) {
    std::set<std::string> offenders;
    for (const rules::FailureFinding& finding : flow.findings) {
      for (const exposure::Offender& offender : finding.offenders)
        offenders.insert(page.names.Element(offender.who.element));
    }
    json.BeginObject().Field("flow", page.names.Flow(flow.flow));
    json.Field("verdict", rules::NameOf(flow.state));
    Array(json, "offenders", {offenders.begin(), offenders.end()});
    json.EndObject();
  }
  json.EndArray().EndObject();
}

}  // namespace

void PolicyPieces(const Page& page) {
  const model::Policy& policy = page.snapshot.policy;
  page.json.Key("parties").BeginArray();
  for (const model::Party& party : policy.parties) PartyObject(page, party);
  page.json.EndArray().Key("lists").BeginArray();
  for (const model::PartyList& list : policy.lists) ListObject(page, list);
  page.json.EndArray().Key("policy_rules").BeginArray();
  for (const model::RuleStanza& rule : policy.rules) RuleObject(page, rule);
  page.json.EndArray();
}

void LaterPieces(const Page& page) {
  page.json.Key("later").BeginArray();
  for (const study::LaterDay& later : page.dossier.later) {
    page.json.BeginObject().Field("day", base::ToString(later.day));
    page.json.Field("verdict", rules::NameOf(later.check.state)).Key("rules").BeginArray();
    for (const rules::RuleResult& rule : later.check.rules) LaterRule(page, rule);
    page.json.EndArray().EndObject();
  }
  page.json.EndArray().Key("days_left_out").BeginArray();
  for (const base::Date day : page.dossier.days_left_out) page.json.String(base::ToString(day));
  page.json.EndArray();
}

}  // namespace ringfence::report::html
