#include "formats/policy_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/decode.h"
#include "base/nearest_word.h"

namespace ringfence::formats {
namespace {

using base::DiagnosticKind;
using base::NodeRef;
using base::ValueEntry;
using base::ValueTree;

/// Ids of a collection as words, for suggestions.
template <class Items>
std::vector<std::string_view> Ids(const Items& items) {
  std::vector<std::string_view> ids;
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

template <class Items>
std::size_t IndexOfId(const Items& items, std::string_view id) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].id == id) return i;
  }
  return items.size();
}

template <class Items>
void CheckDoubles(const Items& items, std::string_view what, base::Diagnostics& diagnostics) {
  std::map<std::string_view, base::Span> seen;
  for (const auto& item : items) {
    const auto [first, fresh] = seen.emplace(item.id, item.span);
    if (fresh) continue;
    diagnostics.Add({DiagnosticKind::kNameDuplicate,
                     item.span,
                     fmt::format("{} '{}' is stated twice", what, item.id),
                     {first->second}});
  }
}

}  // namespace

void PolicyNames::ForEach(std::string_view section, const Visit& visit) const {
  for (const ValueTree& tree : policy_.trees) {
    const NodeRef map = tree.Find(tree.root(), section);
    if (!map.valid()) continue;
    for (const ValueEntry& entry : tree[map].entries) visit(tree, entry);
  }
}

void PolicyNames::Unknown(base::Span span, std::string_view what, std::string_view name,
                          std::span<const std::string_view> known) {
  const auto nearest = base::NearestWord(name, known);
  diagnostics_.Add({DiagnosticKind::kNameUnknown,
                    span,
                    fmt::format("there is no {} '{}'", what, name),
                    {},
                    nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
}

void PolicyNames::Collect() {
  for (const ValueTree& tree : policy_.trees) {
    const std::string_view day = tree.Text(tree.root(), "as-of");
    if (!day.empty() && !policy_.as_of) policy_.as_of = base::ParseDate(day);
  }
  ForEach("parties", [this](const ValueTree& tree, const ValueEntry& e) {
    model::Party party;
    party.id = e.key;
    party.span = e.key_span;
    party.kind = tree.Text(e.value, "kind");
    party.jurisdiction = tree.Text(e.value, "jurisdiction");
    const std::string_view name = tree.Text(e.value, "name");
    party.name = name.empty() ? party.id : std::string(name);
    policy_.parties.push_back(std::move(party));
  });
  ForEach("lists", [this](const ValueTree&, const ValueEntry& e) {
    policy_.lists.push_back({e.key, {}, {}, {}, "", e.key_span});
  });
  ForEach("sets", [this](const ValueTree&, const ValueEntry& e) {
    policy_.sets.push_back({e.key, {}, {}, {}, {}, {}, e.key_span});
  });
  ForEach("information", [this](const ValueTree&, const ValueEntry& e) {
    policy_.information.push_back({e.key, {}, "", {}, e.key_span});
  });
  CheckDoubles(policy_.parties, "party", diagnostics_);
  CheckDoubles(policy_.lists, "list", diagnostics_);
  CheckDoubles(policy_.sets, "set", diagnostics_);
  CheckDoubles(policy_.information, "information", diagnostics_);
}

void PolicyNames::Resolve() {
  ForEach("parties", [this](const ValueTree& t, const ValueEntry& e) { ReadParty(t, e); });
  ForEach("lists", [this](const ValueTree& t, const ValueEntry& e) { ReadList(t, e); });
  ForEach("sets", [this](const ValueTree& t, const ValueEntry& e) { ReadSet(t, e); });
  ForEach("places", [this](const ValueTree& t, const ValueEntry& e) {
    const std::vector<NodeRef> at = t.Items(t.Find(e.value, "at"));
    const NodeRef by = t.Find(e.value, "named-by");
    if (by.valid()) Party(t, by);
    policy_.places.push_back({e.key,
                              {base::DecimalOf(t.TextOf(at[0])), base::DecimalOf(t.TextOf(at[1]))},
                              base::DistanceOf(t.Text(e.value, "radius")),
                              e.key_span});
  });
  ForEach("information", [this](const ValueTree& t, const ValueEntry& e) { ReadInformation(t, e); });
  ForEach("flows", [this](const ValueTree& t, const ValueEntry& e) { ReadFlow(t, e); });
  ForEach("rules", [this](const ValueTree& t, const ValueEntry& e) { ReadRule(t, e); });
  ForEach("waivers", [this](const ValueTree& t, const ValueEntry& e) { ReadWaiver(t, e.value); });
  CheckDoubles(policy_.places, "place", diagnostics_);
  CheckDoubles(policy_.flows, "flow", diagnostics_);
  CheckDoubles(policy_.rules, "rule", diagnostics_);
  for (const model::Party& party : policy_.parties) CheckShares(party);
  CheckOwnershipCycles();
}

model::PartyId PolicyNames::Party(const ValueTree& tree, NodeRef node) {
  const model::PartyId id = model::FindParty(policy_, tree.TextOf(node));
  if (!id.valid()) Unknown(tree[node].span, "party", tree.TextOf(node), Ids(policy_.parties));
  return id;
}

std::vector<model::PartyId> PolicyNames::Parties(const ValueTree& tree, NodeRef node) {
  std::vector<model::PartyId> parties;
  for (NodeRef item : tree.Items(node)) {
    const model::PartyId id = Party(tree, item);
    if (id.valid()) parties.push_back(id);
  }
  return parties;
}

model::DateWindow PolicyNames::Window(const ValueTree& tree, NodeRef map) {
  model::DateWindow window;
  const NodeRef from = tree.Find(map, "from");
  const NodeRef until = tree.Find(map, "until");
  if (from.valid()) window.from = base::ParseDate(tree.TextOf(from));
  if (until.valid()) window.until = base::ParseDate(tree.TextOf(until));
  if (window.from && window.until && *window.until < *window.from) {
    diagnostics_.Add({DiagnosticKind::kDatesNeverApply,
                      tree[until].span,
                      fmt::format("until {} lies before from {}", base::ToString(*window.until),
                                  base::ToString(*window.from)),
                      {tree[from].span}});
  }
  return window;
}

void PolicyNames::ReadParty(const ValueTree& tree, const ValueEntry& entry) {
  const model::PartyId id = model::FindParty(policy_, entry.key);
  const NodeRef state = tree.Find(entry.value, "state");
  if (state.valid()) {
    const model::PartyId home = Party(tree, state);
    if (home.valid()) policy_.parties[id.index()].state = home;
  }
  const NodeRef owners = tree.Find(entry.value, "owners");
  if (!owners.valid()) return;
  for (const ValueEntry& share : tree[owners].entries) {
    const model::PartyId owner = model::FindParty(policy_, share.key);
    if (!owner.valid()) {
      Unknown(share.key_span, "party", share.key, Ids(policy_.parties));
      continue;
    }
    const bool record = tree[share.value].kind == base::ValueKind::kMap;
    const auto [low, high] =
        base::ShareOf(record ? tree.Text(share.value, "share") : tree.TextOf(share.value));
    model::Ownership ownership{owner, low, high, {}, share.key_span};
    if (record) ownership.window = Window(tree, share.value);
    policy_.parties[id.index()].owners.push_back(std::move(ownership));
  }
}

void PolicyNames::CheckShares(const model::Party& party) {
  std::vector<base::Date> days = {base::Date{1, 1, 1}};
  for (const model::Ownership& share : party.owners) {
    if (share.window.from) days.push_back(*share.window.from);
  }
  for (base::Date day : days) {
    std::uint64_t sum_bp = 0;
    for (const model::Ownership& share : party.owners)
      sum_bp += share.window.Holds(day) ? share.share_min_bp : 0;
    if (sum_bp <= 10000) continue;
    diagnostics_.Add(
        {DiagnosticKind::kSharesOverAll, party.span,
         fmt::format("owners of '{}' hold {}.{:02}% together", party.id, sum_bp / 100, sum_bp % 100)});
    return;
  }
}

void PolicyNames::CheckOwnershipCycles() {
  // Colours of an iterative depth-first search: a share that leads to an open party closes a circle.
  enum class Colour : std::uint8_t { kNew, kOpen, kDone };
  std::vector<Colour> colour(policy_.parties.size(), Colour::kNew);
  for (std::size_t root = 0; root < policy_.parties.size(); ++root) {
    if (colour[root] != Colour::kNew) continue;
    std::vector<std::pair<std::size_t, std::size_t>> stack = {{root, 0}};
    colour[root] = Colour::kOpen;
    while (!stack.empty()) {
      const std::size_t party = stack.back().first;
      if (stack.back().second == policy_.parties[party].owners.size()) {
        colour[party] = Colour::kDone;
        stack.pop_back();
        continue;
      }
      const model::Ownership& share = policy_.parties[party].owners[stack.back().second++];
      const std::size_t owner = share.owner.index();
      if (colour[owner] == Colour::kOpen) {
        diagnostics_.Add({DiagnosticKind::kOwnershipCycle, share.span,
                          fmt::format("'{}' owns '{}' and, through others, is owned by it",
                                      policy_.parties[owner].id, policy_.parties[party].id)});
      } else if (colour[owner] == Colour::kNew) {
        colour[owner] = Colour::kOpen;
        stack.emplace_back(owner, 0);
      }
    }
  }
}

std::size_t PolicyNames::ListIndex(const ValueTree& tree, NodeRef node) {
  const std::size_t index = IndexOfId(policy_.lists, tree.TextOf(node));
  if (index == policy_.lists.size()) Unknown(tree[node].span, "list", tree.TextOf(node), Ids(policy_.lists));
  return index;
}

void PolicyNames::ReadList(const ValueTree& tree, const ValueEntry& entry) {
  model::PartyList& list = policy_.lists[IndexOfId(policy_.lists, entry.key)];
  list.by = Party(tree, tree.Find(entry.value, "by"));
  list.names = Parties(tree, tree.Find(entry.value, "names"));
  list.window = Window(tree, entry.value);
  list.because = tree.Text(entry.value, "because");
}

void PolicyNames::ReadSet(const ValueTree& tree, const ValueEntry& entry) {
  const std::size_t index = IndexOfId(policy_.sets, entry.key);
  const NodeRef members = tree.Find(entry.value, "parties");
  if (members.valid() && tree[members].kind == base::ValueKind::kMap) {
    for (NodeRef item : tree.Items(tree.Find(members, "listed-on"))) {
      const std::size_t list = ListIndex(tree, item);
      if (list < policy_.lists.size()) policy_.sets[index].lists.push_back(list);
    }
  } else if (members.valid()) {
    policy_.sets[index].parties = Parties(tree, members);
  }
  for (NodeRef item : tree.Items(tree.Find(entry.value, "jurisdictions"))) {
    policy_.sets[index].jurisdictions.emplace_back(tree.TextOf(item));
  }
  for (NodeRef item : tree.Items(tree.Find(entry.value, "sets"))) {
    const model::PartySetId part = model::FindSet(policy_, tree.TextOf(item));
    if (part.valid()) {
      policy_.sets[index].sets.push_back(part);
    } else {
      Unknown(tree[item].span, "set", tree.TextOf(item), Ids(policy_.sets));
    }
  }
  const std::string_view threshold = tree.Text(entry.value, "owned-from");
  if (!threshold.empty()) policy_.sets[index].owned_from_bp = base::BasisPointsOf(threshold);
}

void PolicyNames::ReadInformation(const ValueTree& tree, const ValueEntry& entry) {
  model::Information& information = policy_.information[IndexOfId(policy_.information, entry.key)];
  information.owner = Party(tree, tree.Find(entry.value, "owner"));
  information.marking = tree.Text(entry.value, "marking");
  information.releasable_to = Parties(tree, tree.Find(entry.value, "releasable-to"));
}

void PolicyNames::ReadFlow(const ValueTree& tree, const ValueEntry& entry) {
  model::Flow flow;
  flow.id = entry.key;
  flow.span = entry.key_span;
  flow.group = tree.Text(entry.value, "group");
  flow.about = tree.Text(entry.value, "about");
  flow.traffic_bps = base::TrafficOf(tree.Text(entry.value, "traffic"));
  flow.parties = Parties(tree, tree.Find(entry.value, "parties"));
  flow.end_to_end_confidentiality = flow.end_to_end_integrity =
      tree.Text(entry.value, "protected-by") == "tls";
  const NodeRef carried = tree.Find(entry.value, "carries");
  flow.information = IndexOfId(policy_.information, tree.TextOf(carried));
  if (flow.information == policy_.information.size()) {
    Unknown(tree[carried].span, "information", tree.TextOf(carried), Ids(policy_.information));
    return;
  }
  const std::vector<NodeRef> ends = tree.Items(tree.Find(entry.value, "between"));
  const std::vector<NodeRef> hosts = tree.Items(tree.Find(entry.value, "hosts"));
  for (std::size_t side = 0; side < 2; ++side) {
    flow.ends[side] = tree.TextOf(ends[side]);
    flow.end_spans[side] = tree[ends[side]].span;
    const auto address = net::ParseAddress(tree.TextOf(hosts[side]));
    const auto prefix =
        address ? std::optional(net::Prefix::Host(*address)) : net::ParsePrefix(tree.TextOf(hosts[side]));
    if (!prefix) {
      diagnostics_.Add({DiagnosticKind::kValueInvalid, tree[hosts[side]].span,
                        fmt::format("'{}' is neither an address nor a prefix", tree.TextOf(hosts[side]))});
      return;
    }
    flow.hosts[side].push_back(*prefix);
  }
  flow.packets.family = flow.hosts[0][0].family();
  if (flow.hosts[1][0].family() != flow.packets.family) {
    diagnostics_.Add({DiagnosticKind::kValueInvalid, tree[hosts[1]].span,
                      "the two hosts have addresses of different families"});
    return;
  }
  const NodeRef packets = tree.Find(entry.value, "packets");
  if (packets.valid()) ReadPackets(tree, packets, flow);
  policy_.flows.push_back(std::move(flow));
}

void PolicyNames::ReadPackets(const ValueTree& tree, NodeRef map, model::Flow& flow) {
  constexpr std::pair<std::string_view, std::uint16_t> kProtocols[] = {
      {"icmp", 1}, {"tcp", 6}, {"udp", 17}, {"gre", 47}, {"esp", 50}, {"sctp", 132}};
  const NodeRef node = tree.Find(map, "protocol");
  const std::string_view word = tree.TextOf(node);
  for (const auto& [name, number] : kProtocols) {
    if (word == name) flow.packets.protocol = {{number, number}};
  }
  if (!word.empty() && flow.packets.protocol.empty()) {
    std::uint16_t number = 256;
    std::from_chars(word.data(), word.data() + word.size(), number);
    if (number > 255) {
      diagnostics_.Add(
          {DiagnosticKind::kValueInvalid, tree[node].span, fmt::format("'{}' is no protocol", word)});
      return;
    }
    flow.packets.protocol = {{number, number}};
  }
  for (NodeRef item : tree.Items(tree.Find(map, "ports"))) {
    const std::uint32_t port = base::IntegerOf(tree.TextOf(item));
    if (port > 65535) {
      diagnostics_.Add({DiagnosticKind::kValueInvalid, tree[item].span, fmt::format("{} is no port", port)});
      continue;
    }
    flow.packets.destination_port.push_back(
        {static_cast<std::uint16_t>(port), static_cast<std::uint16_t>(port)});
  }
}

void PolicyNames::ReadRule(const ValueTree& tree, const ValueEntry& entry) {
  model::RuleStanza stanza;
  stanza.id = entry.key;
  stanza.span = entry.key_span;
  stanza.tree = static_cast<std::size_t>(&tree - policy_.trees.data());
  stanza.node = entry.value;
  stanza.party = Party(tree, tree.Find(entry.value, "party"));
  stanza.because = tree.Text(entry.value, "because");
  stanza.window = Window(tree, entry.value);
  policy_.rules.push_back(std::move(stanza));
}

void PolicyNames::ReadWaiver(const ValueTree& tree, NodeRef map) {
  model::Waiver waiver;
  const NodeRef rule = tree.Find(map, "rule");
  const NodeRef flow = tree.Find(map, "flow");
  const NodeRef element = tree.Find(map, "element");
  waiver.span = tree[rule].span;
  waiver.rule = tree.TextOf(rule);
  if (IndexOfId(policy_.rules, waiver.rule) == policy_.rules.size())
    Unknown(tree[rule].span, "rule", waiver.rule, Ids(policy_.rules));
  waiver.flow = tree.TextOf(flow);
  const auto named = [&](const model::Flow& f) { return f.id == waiver.flow || f.group == waiver.flow; };
  if (flow.valid() && std::ranges::none_of(policy_.flows, named))
    Unknown(tree[flow].span, "flow", waiver.flow, Ids(policy_.flows));
  waiver.element = tree.TextOf(element);
  if (element.valid()) waiver.element_span = tree[element].span;
  for (const auto& [key, text] : {std::pair("owner", &waiver.owner), std::pair("reason", &waiver.reason)}) {
    const NodeRef node = tree.Find(map, key);
    *text = tree.TextOf(node);
    if (text->find_first_not_of(" \t\r\n") != std::string::npos) continue;
    diagnostics_.Add(
        {DiagnosticKind::kValueInvalid, tree[node].span, fmt::format("a waiver without {} is none", key)});
  }
  waiver.expires = base::ParseDate(tree.Text(map, "expires")).value_or(base::Date{1, 1, 1});
  policy_.waivers.push_back(std::move(waiver));
}

}  // namespace ringfence::formats
