// Prefix lists and policy statements, as far as routes that OSPF exports need them.
#include <algorithm>
#include <utility>

#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr Rule<PolicyPrefix> kThroughRules[] = {
    Number<&PolicyPrefix::through, 0, 128>("through-length"),
    Number<&PolicyPrefix::start, 0, 128>("start-length"),
    Number<&PolicyPrefix::end, 0, 128>("end-length"),
};

// `prefix P type exact`: the type is a part of the key.
void ReadPrefix(Reader& reader, NodeId key, PrefixListText& list) {
  constexpr std::pair<std::string_view, PrefixCompare> kTypes[] = {
      {"exact", PrefixCompare::kExact},
      {"longer", PrefixCompare::kLonger},
      {"through", PrefixCompare::kThrough},
      {"range", PrefixCompare::kRange},
  };
  const std::optional<net::Prefix> prefix = reader.Prefix(key);
  if (!prefix) return;
  for (const NodeId part : Children(reader, key)) {
    if (reader.word(part) != "type") continue;
    reader.Modelled(part);
    for (const NodeId type : Children(reader, part)) {
      PolicyPrefix& entry = list.entries.emplace_back();
      entry.prefix = *prefix;
      entry.span = reader.SpanOf(type);
      entry.compare = PrefixCompare::kOther;
      for (const auto& [word, compare] : kTypes) {
        if (reader.word(type) == word) entry.compare = compare;
      }
      if (entry.compare == PrefixCompare::kOther) {
        reader.Unmodelled(type, kRoutingBoth, "prefix condition of this type");
        continue;
      }
      reader.Modelled(type);
      Dispatch(reader, type, entry, std::span(kThroughRules));
    }
  }
}

constexpr Rule<PrefixListText> kPrefixListRules[] = {List<PrefixListText>("prefix", &ReadPrefix)};

void ReadPrefixList(Reader& reader, NodeId key, SrosText& text) {
  PrefixListText& list = text.prefix_lists.emplace_back();
  list.name = reader.word(key);
  list.span = reader.SpanOf(key);
  Dispatch(reader, key, list, std::span(kPrefixListRules));
}

void ReadVerdict(Reader& reader, NodeId value, PolicyAction& to) {
  constexpr std::pair<std::string_view, PolicyVerdict> kVerdicts[] = {
      {"accept", PolicyVerdict::kAccept},
      {"reject", PolicyVerdict::kReject},
      {"next-entry", PolicyVerdict::kNextEntry},
      {"next-policy", PolicyVerdict::kNextPolicy},
  };
  for (const auto& [word, verdict] : kVerdicts) {
    if (reader.word(value) != word) continue;
    to.verdict = {verdict, value, reader.SpanOf(value)};
    return;
  }
  reader.Invalid(value, "not an action");
}

constexpr Rule<PolicyAction> kMetricRules[] = {
    Number<&PolicyAction::metric, 0, 4294967295U>("set"),
    Lacks<PolicyAction>("add", kRoutingBoth, "relative metrics"),
    Lacks<PolicyAction>("subtract", kRoutingBoth, "relative metrics"),
    Lacks<PolicyAction>("igp", kRoutingBoth, "metric of the IGP"),
};

// BGP attributes change nothing that OSPF exports.
constexpr Rule<PolicyAction> kActionRules[] = {
    Leaf<PolicyAction>("action-type", &ReadVerdict),
    Block<PolicyAction>("metric",
                        [](Reader& reader, NodeId block, PolicyAction& to) {
                          Dispatch(reader, block, to, std::span(kMetricRules));
                        }),
    Number<&PolicyAction::tag, 0, 4294967295U>("tag"),
    Number<&PolicyAction::type, 1, 2>("type"),
    Ignores<PolicyAction>("aigp-metric"),
    Ignores<PolicyAction>("as-path"),
    Ignores<PolicyAction>("as-path-prepend"),
    Ignores<PolicyAction>("community"),
    Ignores<PolicyAction>("damping"),
    Ignores<PolicyAction>("local-preference"),
    Ignores<PolicyAction>("next-hop"),
    Ignores<PolicyAction>("origin"),
    Ignores<PolicyAction>("origin-validation-state"),
    Ignores<PolicyAction>("bgp-med"),
};

void ReadAction(Reader& reader, NodeId block, PolicyAction& to) {
  to.node = block;
  Dispatch(reader, block, to, std::span(kActionRules));
}

template <std::vector<Name> PolicyEntry::* kMember>
void ReadProtocols(Reader& reader, NodeId block, PolicyEntry& entry) {
  constexpr Rule<PolicyEntry> kRules[] = {
      Names<kMember>("name"), Lacks<PolicyEntry>("instance", kRoutingBoth, "policy on a protocol instance")};
  if (reader.tree.Find(block, "instance") != kNone) entry.incomplete = true;
  Dispatch(reader, block, entry, std::span(kRules));
}

constexpr Rule<PolicyEntry> kFromRules[] = {
    Block<PolicyEntry>("protocol", &ReadProtocols<&PolicyEntry::from_protocols>),
    Names<&PolicyEntry::from_prefix_lists>("prefix-list"),
    Names<&PolicyEntry::from_interfaces>("interface"),
    Number<&PolicyEntry::from_tag, 0, 4294967295U>("tag"),
};

constexpr Rule<PolicyEntry> kToRules[] = {
    Block<PolicyEntry>("protocol", &ReadProtocols<&PolicyEntry::to_protocols>),
};

// Conditions without a rule stay unknown; the entry then matches an unknown part of the routes.
template <std::size_t kCount>
void ReadConditions(Reader& reader, NodeId block, PolicyEntry& entry,
                    const Rule<PolicyEntry> (&rules)[kCount]) {
  for (const NodeId id : Children(reader, block)) {
    const bool known =
        std::ranges::any_of(rules, [&](const auto& rule) { return rule.word == reader.word(id); });
    if (known) continue;
    entry.incomplete = true;
    reader.Unmodelled(id, kRoutingBoth, "policy condition");
  }
  Dispatch(reader, block, entry, std::span(rules));
}

constexpr Rule<PolicyEntry> kEntryRules[] = {
    Block<PolicyEntry>("from", [](Reader& reader, NodeId block,
                                  PolicyEntry& entry) { ReadConditions(reader, block, entry, kFromRules); }),
    Block<PolicyEntry>("to", [](Reader& reader, NodeId block,
                                PolicyEntry& entry) { ReadConditions(reader, block, entry, kToRules); }),
    Block<PolicyEntry>("action", [](Reader& reader, NodeId block,
                                    PolicyEntry& entry) { ReadAction(reader, block, entry.action); }),
    Lacks<PolicyEntry>("conditional-expression", kRoutingBoth, "policy condition"),
};

void ReadEntry(Reader& reader, NodeId key, PolicyText& policy) {
  PolicyEntry& entry = policy.entries.emplace_back();
  entry.node = key;
  entry.span = reader.SpanOf(key);
  if (const auto number = reader.Number(key, 0, 4294967295U)) entry.number = *number;
  entry.incomplete = reader.tree.Find(key, "conditional-expression") != kNone;
  Dispatch(reader, key, entry, std::span(kEntryRules));
}

// Named entries are tried in the order of the text.
void ReadNamedEntry(Reader& reader, NodeId key, PolicyText& policy) {
  PolicyEntry& entry = policy.entries.emplace_back();
  entry.node = key;
  entry.span = reader.SpanOf(key);
  Dispatch(reader, key, entry, std::span(kEntryRules));
}

constexpr Rule<PolicyText> kPolicyRules[] = {
    List<PolicyText>("entry", &ReadEntry),
    List<PolicyText>("named-entry", &ReadNamedEntry),
    Ignores<PolicyText>("entry-type"),
    Block<PolicyText>("default-action",
                      [](Reader& reader, NodeId block, PolicyText& policy) {
                        ReadAction(reader, block, policy.default_action);
                      }),
};

void ReadPolicy(Reader& reader, NodeId key, SrosText& text) {
  PolicyText& policy = text.policies.emplace_back();
  policy.name = reader.word(key);
  policy.node = key;
  policy.span = reader.SpanOf(key);
  Dispatch(reader, key, policy, std::span(kPolicyRules));
}

// What only BGP policies use is a part of BGP, which says for itself that it is not modelled.
constexpr Rule<SrosText> kPolicyOptionsRules[] = {
    List<SrosText>("prefix-list", &ReadPrefixList),
    List<SrosText>("policy-statement", &ReadPolicy),
    Lacks<SrosText>("global-variables", kRoutingBoth, "policy variables"),
    Ignores<SrosText>("as-path"),
    Ignores<SrosText>("as-path-group"),
    Ignores<SrosText>("community"),
    Ignores<SrosText>("damping"),
    Ignores<SrosText>("exclusive-lock-time"),
};

}  // namespace

void ReadPolicyOptions(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, std::span(kPolicyOptionsRules));
}

}  // namespace ringfence::formats::nokia_sros
