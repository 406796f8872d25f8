// `policy-options`: prefix lists, and the policies that modelled protocols use.
#include <array>
#include <charconv>

#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint32_t kNumberMax = 0xffffffffU;
constexpr const char* kConditionReason = "policy condition beyond prefix, protocol, interface and tag";

void ReadPrefixLists(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRoutingBoth | Impact::kForwarding | Impact::kManagement);
    PrefixList& list = text.prefix_lists.emplace_back();
    list.name = reader.word(name);
    list.span = reader.SpanOf(name);
    for (const NodeId entry : Children(reader, name)) {
      if (reader.word(entry).starts_with("apply-")) continue;
      reader.Modelled(entry);
      if (const auto prefix = reader.PrefixOf(entry)) list.entries.push_back({*prefix, reader.SpanOf(entry)});
    }
  }
}

// Policies nobody modelled uses do nothing: their users say what is missing.
void NamePolicies(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId name : Children(reader, node)) {
    reader.Irrelevant(name);
    text.policies.push_back({reader.word(name), name, {}, false});
  }
}

constexpr auto kRules = std::to_array<Rule<JunosText>>({
    Reads("prefix-list", &ReadPrefixLists, kRoutingBoth),
    Reads("policy-statement", &NamePolicies, kRoutingBoth),
    Ignores<JunosText>("community"),
    Ignores<JunosText>("as-path"),
    Ignores<JunosText>("as-path-group"),
    Ignores<JunosText>("as-list"),
    Ignores<JunosText>("damping"),
    Ignores<JunosText>("condition"),
    Ignores<JunosText>("route-filter-list"),
    Ignores<JunosText>("tunnel-attribute"),
    Ignores<JunosText>("resolution-map"),
});

// --- from

void Inexpressible(Reader& reader, NodeId node, PolicyTerm& term) {
  term.inexpressible = true;
  reader.Unmodelled(node, kRoutingBoth, kConditionReason);
}

std::optional<std::uint8_t> LengthOf(std::string_view word) {
  if (word.starts_with('/')) word.remove_prefix(1);
  std::uint8_t length = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), length);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return length;
}

// exact | longer | orlonger | upto /N | prefix-length-range /A-/B
bool ReadModifier(Reader& reader, NodeId modifier, RouteFilter& filter) {
  const std::string_view word = reader.word(modifier);
  const auto bits = net::AddressBits(filter.prefix.family());
  const std::uint8_t length = filter.prefix.length;
  filter.length_min = length;
  filter.length_max = length;
  if (word == "exact") return true;
  if (word == "orlonger" || word == "longer") {
    filter.length_min = static_cast<std::uint8_t>(length + (word == "longer" ? 1 : 0));
    filter.length_max = bits;
    return true;
  }
  if (word != "upto" && word != "prefix-length-range") return false;
  const NodeId value = reader.Value(modifier);
  if (value == kNone) return true;
  const std::string_view text = reader.word(value);
  const std::size_t dash = text.find('-');
  const auto first = word == "upto" ? std::optional(length) : LengthOf(text.substr(0, dash));
  const auto last = word == "upto"                   ? LengthOf(text)
                    : dash == std::string_view::npos ? std::nullopt
                                                     : LengthOf(text.substr(dash + 1));
  if (!first || !last || *first < length || *last > bits || *first > *last) {
    reader.Invalid(value, "not a range of prefix lengths here");
    return true;
  }
  filter.length_min = *first;
  filter.length_max = *last;
  return true;
}

void FromRouteFilter(Reader& reader, NodeId node, PolicyTerm& term) {
  term.prefix_condition = true;
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word, kRoutingBoth);
    const auto prefix = reader.PrefixOf(word);
    if (!prefix) continue;
    for (const NodeId modifier : Children(reader, word)) {
      RouteFilter filter{*prefix, 0, 0, reader.SpanOf(modifier)};
      reader.Modelled(modifier, kRoutingBoth);
      if (!ReadModifier(reader, modifier, filter)) {
        Inexpressible(reader, modifier, term);
        continue;
      }
      // An action at the filter itself cuts the term short.
      for (const NodeId action : Children(reader, modifier)) {
        if (!reader.tree.node(action).mark.set) Inexpressible(reader, action, term);
      }
      term.route_filters.push_back(filter);
    }
  }
}

const PrefixList* FindList(const JunosText& text, std::string_view name) {
  for (const PrefixList& list : text.prefix_lists) {
    if (list.name == name) return &list;
  }
  return nullptr;
}

// Reads `prefix-list P` and `prefix-list-filter P orlonger`.
void FromLists(Reader& reader, NodeId node, PolicyTerm& term, const JunosText& text, bool with_modifier) {
  term.prefix_condition = true;
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRoutingBoth);
    const PrefixList* list = FindList(text, reader.word(name));
    if (list == nullptr) {
      reader.Undefined(name, "prefix-list");
      term.inexpressible = true;
      continue;
    }
    const NodeId modifier = with_modifier ? reader.tree.ScalarChild(name) : kNone;
    if (modifier != kNone) reader.Modelled(modifier, kRoutingBoth);
    for (const PrefixList::Entry& entry : list->entries) {
      RouteFilter filter{entry.prefix, entry.prefix.length, entry.prefix.length, entry.span};
      if (modifier != kNone && !ReadModifier(reader, modifier, filter)) {
        Inexpressible(reader, modifier, term);
        break;
      }
      term.list_filters.push_back(filter);
    }
  }
}

void FromProtocol(Reader& reader, NodeId node, PolicyTerm& term) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name);
    term.protocols.push_back(reader.word(name));
  }
}
void FromInterface(Reader& reader, NodeId node, PolicyTerm& term) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name);
    std::string interface(reader.word(name));
    if (interface.find('.') == std::string::npos) interface += ".0";
    term.interfaces.push_back(std::move(interface));
  }
}
void FromTag(Reader& reader, NodeId node, PolicyTerm& term) {
  for (const NodeId value : Children(reader, node)) {
    reader.Modelled(value);
    if (const auto tag = reader.NumberOf(value, 0, kNumberMax)) term.tags.push_back(*tag);
  }
}
void FromFamily(Reader& reader, NodeId node, PolicyTerm& term) {
  const NodeId value = reader.Value(node);
  if (value != kNone && reader.word(value) != "inet") term.other_family = true;
}
void FromTable(Reader& reader, NodeId node, PolicyTerm& term) {
  const NodeId value = reader.Value(node);
  if (value == kNone || reader.word(value) == "inet.0" || reader.word(value) == "master") return;
  if (reader.word(value) == "inet6.0") {
    term.other_family = true;
  } else {
    Inexpressible(reader, node, term);
  }
}

constexpr auto kFromRules = std::to_array<Rule<PolicyTerm>>({
    Reads("protocol", &FromProtocol, kRoutingBoth),
    Reads("route-filter", &FromRouteFilter, kRoutingBoth),
    Reads("interface", &FromInterface, kRoutingBoth),
    Reads("tag", &FromTag, kRoutingBoth),
    Reads("family", &FromFamily, kRoutingBoth),
    Reads("rib", &FromTable, kRoutingBoth),
    Reads("instance", &FromTable, kRoutingBoth),
});

void ReadFrom(Reader& reader, NodeId node, PolicyTerm& term, const JunosText& text) {
  Dispatch(reader, node, term, std::span<const Rule<PolicyTerm>>(kFromRules));
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "prefix-list" || word == "prefix-list-filter") {
      reader.Modelled(child, kRoutingBoth);
      FromLists(reader, child, term, text, word == "prefix-list-filter");
    } else if (!reader.tree.node(child).mark.set) {
      // Every other condition is known to the device and not to the model; it must not widen the term.
      Inexpressible(reader, child, term);
    }
  }
}

// --- then

void ThenAccept(Reader&, NodeId, PolicyTerm& term) { term.then = PolicyTerm::Then::kAccept; }
void ThenReject(Reader&, NodeId, PolicyTerm& term) { term.then = PolicyTerm::Then::kReject; }
void ThenNext(Reader& reader, NodeId node, PolicyTerm& term) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  term.then = reader.word(value) == "policy" ? PolicyTerm::Then::kNextPolicy : PolicyTerm::Then::kNextTerm;
}
void ThenMetric(Reader& reader, NodeId node, PolicyTerm& term) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const std::string_view word = reader.word(value);
  if (word == "add" || word == "subtract" || word == "igp" || word == "minimum-igp" || word == "expression") {
    return reader.Unmodelled(node, kRoutingBoth, "metric by calculation");
  }
  term.metric = reader.NumberOf(value, 0, kNumberMax);
}
void ThenTag(Reader& reader, NodeId node, PolicyTerm& term) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  if (reader.word(value) == "add" || reader.word(value) == "subtract") {
    return reader.Unmodelled(node, kRoutingBoth, "tag by calculation");
  }
  term.tag = reader.NumberOf(value, 0, kNumberMax);
}
// `external { type 1; }`
void ThenExternal(Reader& reader, NodeId node, PolicyTerm& term) {
  const NodeId type = reader.tree.Find(node, "type");
  if (type == kNone) return;
  reader.Modelled(type);
  if (const auto number = reader.Number(type, 1, 2)) {
    term.external_type = static_cast<routing::ospf::ExternalType>(*number);
  }
}
void ThenLoadBalance(Reader& reader, NodeId node, PolicyTerm& term) {
  reader.ModelledAll(node);
  term.load_balance = true;
}

constexpr auto kThenRules = std::to_array<Rule<PolicyTerm>>({
    Reads("accept", &ThenAccept, kRoutingBoth),
    Reads("reject", &ThenReject, kRoutingBoth),
    Reads("next", &ThenNext, kRoutingBoth),
    Reads("metric", &ThenMetric, kRoutingBoth),
    Reads("tag", &ThenTag, kRoutingBoth),
    Reads("external", &ThenExternal, kRoutingBoth),
    Reads("load-balance", &ThenLoadBalance, Impact::kForwarding),
    Ignores<PolicyTerm>("community"),
    Ignores<PolicyTerm>("local-preference"),
    Ignores<PolicyTerm>("as-path-prepend"),
    Ignores<PolicyTerm>("as-path-expand"),
    Ignores<PolicyTerm>("origin"),
    Ignores<PolicyTerm>("preference"),
    Ignores<PolicyTerm>("metric2"),
    Ignores<PolicyTerm>("tag2"),
    Ignores<PolicyTerm>("damping"),
    Ignores<PolicyTerm>("color"),
    Ignores<PolicyTerm>("class"),
    Ignores<PolicyTerm>("destination-class"),
    Ignores<PolicyTerm>("source-class"),
    Ignores<PolicyTerm>("forwarding-class"),
    Ignores<PolicyTerm>("trace"),
    Lacks<PolicyTerm>("next-hop", kRoutingBoth, "next hop by policy"),
    Lacks<PolicyTerm>("install-nexthop", kRoutingBoth, "next hop by policy"),
    Lacks<PolicyTerm>("default-action", kRoutingBoth, "default action of a policy"),
});

// Reads the `from`, `to`, `then` that stand under a term or, unnamed, under the policy.
void ReadParts(Reader& reader, NodeId node, PolicyTerm& term, const JunosText& text) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "from") {
      reader.Modelled(child, kRoutingBoth);
      ReadFrom(reader, child, term, text);
    } else if (word == "to") {
      Inexpressible(reader, child, term);
    } else if (word == "then") {
      reader.Modelled(child, kRoutingBoth);
      Dispatch(reader, child, term, std::span<const Rule<PolicyTerm>>(kThenRules));
    }
  }
}

}  // namespace

void ExtractPolicyOptions(Reader& reader, NodeId node, JunosText& text) {
  Dispatch(reader, node, text, std::span<const Rule<JunosText>>(kRules));
}

void ReadPolicy(Reader& reader, Policy& policy, const JunosText& text) {
  if (policy.read) return;
  policy.read = true;
  reader.Modelled(policy.node, kRoutingBoth);
  bool unnamed = false;
  for (const NodeId child : Children(reader, policy.node)) {
    const std::string_view word = reader.word(child);
    unnamed = unnamed || word == "from" || word == "then" || word == "to";
    if (word != "term") continue;
    reader.Modelled(child, kRoutingBoth);
    for (const NodeId name : Children(reader, child)) {
      reader.Modelled(name, kRoutingBoth);
      PolicyTerm& term = policy.terms.emplace_back();
      term.span = reader.SpanOf(name);
      term.node = name;
      ReadParts(reader, name, term, text);
    }
  }
  // The unnamed term is the last one, wherever it is printed.
  if (!unnamed) return;
  PolicyTerm& term = policy.terms.emplace_back();
  term.span = reader.SpanOf(policy.node);
  term.node = policy.node;
  ReadParts(reader, policy.node, term, text);
}

}  // namespace ringfence::formats::juniper_junos
