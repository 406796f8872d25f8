// Actions of policy terms.
#include <algorithm>
#include <array>
#include <charconv>

#include "formats/impacts.h"
#include "formats/juniper_junos/names.h"
#include "formats/juniper_junos/policy_book.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::RouteAction;
using model::RouteActionKind;
using model::TermFlow;
using model::ValueOp;

constexpr std::uint32_t kNumberMax = 0xffffffffU;
// Copies of the last AS that one action may add (origin: the command reference).
constexpr std::uint32_t kExpandMax = 32;

RouteAction& AddAction(Reader& reader, RouteActionKind kind, NodeId node, TermDraft& draft) {
  RouteAction& action = draft.term.actions.emplace_back();
  action.kind = kind;
  action.span = reader.SpanOf(node);
  return action;
}

void ThenAccept(Reader&, NodeId, TermDraft& draft) { draft.term.flow = TermFlow::kAccept; }
void ThenReject(Reader&, NodeId, TermDraft& draft) { draft.term.flow = TermFlow::kReject; }
void ThenNext(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  draft.term.flow = reader.word(value) == "policy" ? TermFlow::kNextPolicy : TermFlow::kNext;
}
// Decides what happens when nothing else does.
void ThenDefault(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  if (reader.word(value) == "accept" && draft.term.flow == TermFlow::kNext) {
    draft.term.flow = TermFlow::kPass;
  } else {
    reader.Unmodelled(node, kRouting, "default action of a policy");
  }
}

// `N`, `add N`, `subtract N`.
void ThenValue(Reader& reader, NodeId node, TermDraft& draft, RouteActionKind kind) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const std::string_view word = reader.word(value);
  const bool adds = word == "add";
  const bool subtracts = word == "subtract";
  const auto number =
      adds || subtracts ? reader.Number(value, 0, kNumberMax) : reader.NumberOf(value, 0, kNumberMax);
  if (!number) return;
  if ((adds || subtracts) && kind != RouteActionKind::kMetric && kind != RouteActionKind::kLocalPreference) {
    return reader.Unmodelled(node, kRouting, "value by calculation");
  }
  RouteAction& action = AddAction(reader, kind, node, draft);
  action.op = adds ? ValueOp::kAdd : subtracts ? ValueOp::kSubtract : ValueOp::kSet;
  action.value = *number;
}
void ThenLocalPreference(Reader& reader, NodeId node, TermDraft& draft) {
  ThenValue(reader, node, draft, RouteActionKind::kLocalPreference);
}
void ThenTag(Reader& reader, NodeId node, TermDraft& draft) {
  ThenValue(reader, node, draft, RouteActionKind::kTag);
}
void ThenPreference(Reader& reader, NodeId node, TermDraft& draft) {
  ThenValue(reader, node, draft, RouteActionKind::kDistance);
}
// Also `igp [offset]`: the cost of the next hop.
void ThenMetric(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId value = reader.tree.ScalarChild(node);
  const std::string_view word = value == kNone ? std::string_view() : reader.word(value);
  if (word == "minimum-igp" || word == "expression") {
    return reader.Unmodelled(node, kRouting, "metric by calculation");
  }
  if (word != "igp") return ThenValue(reader, node, draft, RouteActionKind::kMetric);
  reader.Modelled(value);
  AddAction(reader, RouteActionKind::kMetricOfIgp, node, draft);
  const NodeId offset = reader.tree.ScalarChild(value);
  if (offset == kNone) return;
  reader.Modelled(offset);
  const std::string_view text = reader.word(offset);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::int64_t size = number < 0 ? -number : number;
  if (error != std::errc() || end != text.data() + text.size() || size > kNumberMax) {
    return reader.Invalid(offset, "not an offset");
  }
  RouteAction& action = AddAction(reader, RouteActionKind::kMetric, node, draft);
  action.op = number < 0 ? ValueOp::kSubtract : ValueOp::kAdd;
  action.value = static_cast<std::uint32_t>(size);
}

// `external { type 1; }`
void ThenExternal(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId type = reader.tree.Find(node, "type");
  if (type == kNone) return;
  reader.Modelled(type);
  if (const auto number = reader.Number(type, 1, 2)) {
    AddAction(reader, RouteActionKind::kMetricType, node, draft).value = *number;
  }
}

void ThenOrigin(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const std::string_view word = reader.word(value);
  if (word != "igp" && word != "egp" && word != "incomplete")
    return reader.Invalid(value, "not a BGP origin");
  AddAction(reader, RouteActionKind::kOrigin, node, draft).origin = word == "igp" ? model::BgpOrigin::kIgp
                                                                    : word == "egp"
                                                                        ? model::BgpOrigin::kEgp
                                                                        : model::BgpOrigin::kIncomplete;
}

// AS numbers in one word, `65001 65002`, or in several.
std::vector<std::uint32_t> PathNumbers(Reader& reader, NodeId node) {
  std::vector<std::uint32_t> numbers;
  for (const NodeId value : Children(reader, node)) {
    reader.Modelled(value);
    std::string_view rest = reader.word(value);
    while (!rest.empty()) {
      const std::size_t blank = std::min(rest.find(' '), rest.size());
      const std::string_view word = rest.substr(0, blank);
      rest.remove_prefix(std::min(blank + 1, rest.size()));
      if (word.empty()) continue;
      if (const auto as = AsNumberIn(word)) {
        numbers.push_back(*as);
      } else {
        reader.Invalid(value, "not AS numbers");
        return numbers;
      }
    }
  }
  return numbers;
}
void ThenPrepend(Reader& reader, NodeId node, TermDraft& draft) {
  auto numbers = PathNumbers(reader, node);
  if (!numbers.empty())
    AddAction(reader, RouteActionKind::kAsPathPrepend, node, draft).numbers = std::move(numbers);
}
// `last-as [count N]`, or numbers.
void ThenExpand(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId last = reader.tree.Find(node, "last-as");
  if (last == kNone) return ThenPrepend(reader, node, draft);
  reader.Modelled(last);
  std::optional<std::uint32_t> count = 1;
  if (const NodeId times = reader.tree.Find(last, "count"); times != kNone) {
    reader.Modelled(times);
    count = reader.Number(times, 1, kExpandMax);
  }
  if (count) AddAction(reader, RouteActionKind::kAsPathPrependLast, node, draft).value = *count;
}

void ThenNextHop(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const std::string_view word = reader.word(value);
  if (word == "self") {
    AddAction(reader, RouteActionKind::kNextHopSelf, node, draft);
  } else if (word == "peer-address") {
    AddAction(reader, RouteActionKind::kNextHopPeer, node, draft);
  } else if (word == "discard" || word == "reject") {
    AddAction(reader, RouteActionKind::kNextHopDiscard, node, draft);
  } else if (word == "next-table") {
    reader.Unmodelled(node, kPaths, "next hop in another table");
  } else if (const auto address = reader.AddressOf(value)) {
    AddAction(reader, RouteActionKind::kNextHop, node, draft).address = address;
  }
}

// `community add X`, also written with the signs + - =; in the order of the text.
void ThenCommunity(Reader& reader, NodeId node, TermDraft& draft) {
  std::vector<std::pair<NodeId, std::string_view>> changes;
  for (const NodeId verb : Children(reader, node)) {
    std::string_view word = reader.word(verb);
    if (word == "+") word = "add";
    if (word == "-") word = "delete";
    if (word == "=") word = "set";
    if (word != "add" && word != "delete" && word != "set") continue;
    reader.Modelled(verb, kRouting);
    for (const NodeId name : Children(reader, verb)) {
      reader.Modelled(name);
      changes.emplace_back(name, word);
    }
  }
  std::sort(changes.begin(), changes.end());
  for (const auto& [name, verb] : changes) draft.book.CommunityActions(name, verb, draft.term.actions);
}

void ThenLoadBalance(Reader& reader, NodeId node, TermDraft&) { reader.ModelledAll(node); }

constexpr auto kThenRules = std::to_array<Rule<TermDraft>>({
    Reads("accept", &ThenAccept, kRouting),
    Reads("reject", &ThenReject, kRouting),
    Reads("next", &ThenNext, kRouting),
    Reads("community", &ThenCommunity, kRouting),
    Reads("local-preference", &ThenLocalPreference, kRouting),
    Reads("metric", &ThenMetric, kRouting),
    Reads("tag", &ThenTag, kRouting),
    Reads("preference", &ThenPreference, kRouting),
    Reads("external", &ThenExternal, kRouting),
    Reads("origin", &ThenOrigin, kRouting),
    Reads("as-path-prepend", &ThenPrepend, kRouting),
    Reads("as-path-expand", &ThenExpand, kRouting),
    Reads("next-hop", &ThenNextHop, kRouting),
    Reads("load-balance", &ThenLoadBalance, Impact::kForwarding),
    Ignores<TermDraft>("damping"),
    Ignores<TermDraft>("class"),
    Ignores<TermDraft>("destination-class"),
    Ignores<TermDraft>("source-class"),
    Ignores<TermDraft>("forwarding-class"),
    Lacks<TermDraft>("cos-next-hop-map", Impact::kForwarding, "next hop by forwarding class"),
    Ignores<TermDraft>("trace"),
    Ignores<TermDraft>("priority"),
    Ignores<TermDraft>("bgp-output-queue-priority"),
    Ignores<TermDraft>("label-allocation"),
    Lacks<TermDraft>("metric2", kRouting, "second metric by policy"),
    Lacks<TermDraft>("color", kRouting, "color by policy"),
    Lacks<TermDraft>("color2", kRouting, "color by policy"),
    Lacks<TermDraft>("tag2", kRouting, "second tag by policy"),
    Lacks<TermDraft>("preference2", kRouting, "second preference by policy"),
    Lacks<TermDraft>("validation-state", kRouting, "validation state by policy"),
    Lacks<TermDraft>("aigp-originate", kRouting, "accumulated IGP metric"),
    Lacks<TermDraft>("aigp-adjust", kRouting, "accumulated IGP metric"),
    Lacks<TermDraft>("install-nexthop", kRouting, "tunnel by policy"),
    Lacks<TermDraft>("resolution-map", kRouting, "next-hop resolution tables"),
    Lacks<TermDraft>("tunnel-attribute", kPaths, "tunnel by policy"),
    Lacks<TermDraft>("multipath-resolve", kRouting, "next-hop resolution by several paths"),
});

}  // namespace

void ReadThen(Reader& reader, NodeId node, TermDraft& draft) {
  Dispatch(reader, node, draft, std::span<const Rule<TermDraft>>(kThenRules));
  // After the flow is known.
  if (const NodeId fallback = reader.tree.Find(node, "default-action"); fallback != kNone) {
    reader.Modelled(fallback, kRouting);
    ThenDefault(reader, fallback, draft);
  }
}

}  // namespace ringfence::formats::juniper_junos
