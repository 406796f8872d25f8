// Actions of policy entries. Names of communities and AS paths stay names until the conversion, which knows
// what they hold.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

using Entry = PolicyEntryText;
using model::CommunityOp;
using model::RouteAction;
using model::RouteActionKind;
using model::TermFlow;
using model::ValueOp;

constexpr std::uint32_t kMax = 0xffffffffU;
// AS numbers that one prepending adds at most; the device takes 50.
constexpr std::uint32_t kPrependMax = 50;

RouteAction& Add(Reader& reader, NodeId node, Entry& entry, RouteActionKind kind) {
  RouteAction action;
  action.kind = kind;
  action.span = reader.SpanOf(node);
  entry.term.actions.push_back(std::move(action));
  return entry.term.actions.back();
}

void ReadVerdict(Reader& reader, NodeId value, Entry& to) {
  constexpr std::pair<std::string_view, TermFlow> kFlows[] = {
      {"accept", TermFlow::kAccept},
      {"reject", TermFlow::kReject},
      {"next-entry", TermFlow::kNext},
      {"next-policy", TermFlow::kNextPolicy},
  };
  for (const auto& [word, flow] : kFlows) {
    if (reader.word(value) != word) continue;
    to.acts = true;
    to.term.flow = flow;
    return;
  }
  reader.Invalid(value, "not an action");
}

template <RouteActionKind kKind, ValueOp kOp = ValueOp::kSet>
void ReadValue(Reader& reader, NodeId value, Entry& entry) {
  const std::string_view word = reader.word(value);
  if (word == "igp" && kKind == RouteActionKind::kMetric) {
    Add(reader, value, entry, RouteActionKind::kMetricOfIgp);
    return;
  }
  const auto number = ParseNumber(word, 0, kMax);
  if (!number) return reader.Unmodelled(value, kRouting, "action with such a value");
  RouteAction& action = Add(reader, value, entry, kKind);
  action.op = kOp;
  action.value = *number;
}

template <RouteActionKind kKind>
constexpr Rule<Entry> Value(std::string_view word) {
  return Leaf<Entry>(word, &ReadValue<kKind>);
}

constexpr Rule<Entry> kMetricRules[] = {
    Leaf<Entry>("set", &ReadValue<RouteActionKind::kMetric>),
    Leaf<Entry>("add", &ReadValue<RouteActionKind::kMetric, ValueOp::kAdd>),
    Leaf<Entry>("subtract", &ReadValue<RouteActionKind::kMetric, ValueOp::kSubtract>),
};

void ReadMetric(Reader& reader, NodeId block, Entry& entry) {
  Dispatch(reader, block, entry, std::span(kMetricRules));
}

template <CommunityOp kOp>
void ReadCommunityName(Reader& reader, NodeId value, Entry& entry) {
  RouteAction& action = Add(reader, value, entry, RouteActionKind::kCommunity);
  action.community_op = kOp;
  action.names = {std::string(reader.word(value))};
  entry.uses.push_back({ListKind::kCommunity, value});
}

constexpr Rule<Entry> kCommunityRules[] = {
    {"remove", Shape::kMembers, &ReadCommunityName<CommunityOp::kDelete>},
    {"replace", Shape::kMembers, &ReadCommunityName<CommunityOp::kSet>},
    {"add", Shape::kMembers, &ReadCommunityName<CommunityOp::kAdd>},
};

template <RouteActionKind kKind>
void ReadAsPathName(Reader& reader, NodeId value, Entry& entry) {
  Add(reader, value, entry, kKind).names = {std::string(reader.word(value))};
  entry.uses.push_back({ListKind::kAsPath, value});
}

constexpr Rule<Entry> kAsPathRules[] = {
    Leaf<Entry>("add", &ReadAsPathName<RouteActionKind::kAsPathPrepend>),
    Leaf<Entry>("replace", &ReadAsPathName<RouteActionKind::kAsPathReplace>),
};

struct Prepend {
  Counted as, repeat;
};
constexpr Rule<Prepend> kPrependRules[] = {
    Number<&Prepend::as, 0, kMax>("as-path"),
    Number<&Prepend::repeat, 1, kPrependMax>("repeat"),
};

void ReadPrepend(Reader& reader, NodeId block, Entry& entry) {
  Prepend prepend;
  Dispatch(reader, block, prepend, std::span(kPrependRules));
  if (!prepend.as.set()) return;
  Add(reader, block, entry, RouteActionKind::kAsPathPrepend)
      .numbers.assign(prepend.repeat.value_or(1), prepend.as.value);
}

void ReadNextHop(Reader& reader, NodeId value, Entry& entry) {
  if (reader.word(value) == "self") {
    Add(reader, value, entry, RouteActionKind::kNextHopSelf);
  } else if (const auto address = net::ParseAddress(reader.word(value))) {
    Add(reader, value, entry, RouteActionKind::kNextHop).address = *address;
  } else {
    reader.Unmodelled(value, kRouting, "such a next hop");
  }
}

void ReadOrigin(Reader& reader, NodeId value, Entry& entry) {
  const auto origin = OriginOf(reader.word(value));
  if (!origin) return reader.Unmodelled(value, kRouting, "such an origin");
  Add(reader, value, entry, RouteActionKind::kOrigin).origin = *origin;
}

// Classes, accounting and priorities of installation decide about queues and counters only.
constexpr Rule<Entry> kActionRules[] = {
    Leaf<Entry>("action-type", &ReadVerdict),
    Block<Entry>("as-path", [](Reader& reader, NodeId block,
                               Entry& entry) { Dispatch(reader, block, entry, std::span(kAsPathRules)); }),
    Block<Entry>("as-path-prepend", &ReadPrepend),
    Block<Entry>("community",
                 [](Reader& reader, NodeId block, Entry& entry) {
                   Dispatch(reader, block, entry, std::span(kCommunityRules));
                 }),
    Value<RouteActionKind::kLocalPreference>("local-preference"),
    Block<Entry>("metric", &ReadMetric),
    Block<Entry>("bgp-med", &ReadMetric),
    Leaf<Entry>("next-hop", &ReadNextHop),
    Leaf<Entry>("bgp-next-hop", &ReadNextHop),
    Leaf<Entry>("origin", &ReadOrigin),
    Value<RouteActionKind::kDistance>("preference"),
    Value<RouteActionKind::kTag>("tag"),
    Value<RouteActionKind::kMetricType>("type"),
    Lacks<Entry>("aigp-metric", kRouting, "AIGP metric"),
    Lacks<Entry>("damping", kRouting, "damping"),
    Lacks<Entry>("bgp-leak", kPaths, "routes leaked between instances"),
    Lacks<Entry>("origin-validation-state", kRouting, "origin validation"),
    Lacks<Entry>("add-paths-send-limit", kRouting, "limits of additional paths"),
    Lacks<Entry>("admin-tag-policy", Impact::kForwarding, "choice of tunnels"),
    Lacks<Entry>("bgp-tunnel-metric", Impact::kForwarding, "choice of tunnels"),
    Lacks<Entry>("install-backup-path", Impact::kForwarding, "backup paths"),
    Lacks<Entry>("create-mpls-tunnel", Impact::kForwarding, "tunnels"),
    Lacks<Entry>("create-udp-tunnel", Impact::kForwarding, "tunnels"),
    Lacks<Entry>("flex-algo", Impact::kForwarding, "flexible algorithms"),
    Lacks<Entry>("sr-label-index", Impact::kForwarding, "segment routing"),
    Lacks<Entry>("sr-maintenance-policy", Impact::kForwarding, "segment routing"),
    Lacks<Entry>("sr-return-path-bsid", Impact::kForwarding, "segment routing"),
    Ignores<Entry>("advertise-label"),
    Ignores<Entry>("bgp-high-priority"),
    Ignores<Entry>("dest-class"),
    Ignores<Entry>("source-class"),
    Ignores<Entry>("egress-statistics"),
    Ignores<Entry>("ingress-statistics"),
    Ignores<Entry>("forwarding-class"),
    Ignores<Entry>("fib-priority"),
    Ignores<Entry>("rib-priority"),
    Ignores<Entry>("sticky-ecmp"),
};

}  // namespace

void ReadPolicyAction(Reader& reader, NodeId block, PolicyEntryText& entry) {
  Dispatch(reader, block, entry, std::span(kActionRules));
}

}  // namespace ringfence::formats::nokia_sros
