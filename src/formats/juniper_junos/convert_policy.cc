// Export policies as redistribution. A chain of policies is one list of terms: the first accept or reject
// decides, at the end OSPF rejects. Route filters of one term compete by longest match: the most specific
// prefix that holds the route decides alone, so in an ordered filter each prefix that lies inside another is
// followed by a denial of itself.
#include <algorithm>

#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

using routing::ospf::PrefixFilter;
using routing::ospf::PrefixFilterLine;
using routing::ospf::Redistribution;
using routing::ospf::RedistributionSource;
using routing::ospf::RedistributionTerm;

constexpr std::uint32_t kPathsBalanced = 16;  // chassis maximum-ecmp

bool IsFull(const RouteFilter& filter) {
  return filter.length_min == filter.prefix.length &&
         filter.length_max == net::AddressBits(filter.prefix.family());
}

Policy* FindPolicy(JunosText& text, std::string_view name) {
  for (Policy& policy : text.policies) {
    if (policy.name == name) return &policy;
  }
  return nullptr;
}

// The policies a statement names, read; an undefined one is reported and left out.
std::vector<Policy*> PoliciesOf(Reader& reader, JunosText& text, const std::vector<NameUse>& uses,
                                bool report) {
  std::vector<Policy*> policies;
  for (const NameUse& use : uses) {
    Policy* policy = FindPolicy(text, use.name);
    if (policy == nullptr) {
      if (report) reader.Undefined(use.node, "policy");
      continue;
    }
    ReadPolicy(reader, *policy, text);
    policies.push_back(policy);
  }
  return policies;
}

bool HasConditions(const PolicyTerm& term) {
  return term.prefix_condition || !term.tags.empty() || !term.interfaces.empty();
}

// Attributes set by terms that let the route fall through.
struct Carried {
  std::optional<std::uint32_t> metric, tag;
  std::optional<routing::ospf::ExternalType> type;

  void Take(const PolicyTerm& term) {
    if (term.metric) metric = term.metric;
    if (term.tag) tag = term.tag;
    if (term.external_type) type = term.external_type;
  }
};

constexpr std::uint8_t kRouting4 = Impact::kRouting4;

bool AppliesTo(const PolicyTerm& term, std::string_view protocol) {
  const auto& protocols = term.protocols;
  return protocols.empty() || std::find(protocols.begin(), protocols.end(), protocol) != protocols.end();
}

// Routes of other protocols that the term would let into OSPF.
bool AcceptsOthers(const PolicyTerm& term) {
  return term.then == PolicyTerm::Then::kAccept &&
         std::any_of(term.protocols.begin(), term.protocols.end(), [](std::string_view protocol) {
           return protocol != "direct" && protocol != "static" && protocol != "ospf" && protocol != "ospf2";
         });
}

// A chain of policies for one source.
class Chain {
 public:
  Chain(Reader& reader, RedistributionSource source) : reader_(reader) {
    result_.source = source;
    result_.skip_own_interfaces = false;
  }

  // Goes through one policy; false when nothing is left for the next one.
  bool Walk(const Policy& policy);
  bool permits() const { return permits_; }
  Redistribution& result() { return result_; }

 private:
  enum class Step : std::uint8_t { kOn, kNextPolicy, kEnd };
  Step Handle(const PolicyTerm& term);
  void Emit(const PolicyTerm& term, bool permit);

  Reader& reader_;
  Redistribution result_;
  Carried carried_;
  bool permits_ = false;
};

void Chain::Emit(const PolicyTerm& term, bool permit) {
  RedistributionTerm out;
  out.permit = permit;
  out.span = term.span;
  if (term.prefix_condition) out.prefixes = FilterOf(term.list_filters, term.route_filters);
  out.tags = term.tags;
  out.interfaces = term.interfaces;
  if (permit) {
    Carried all = carried_;
    all.Take(term);
    out.set_metric = all.metric;
    out.set_tag = all.tag;
    out.set_type = all.type;
    permits_ = true;
  }
  result_.terms.push_back(std::move(out));
}

Chain::Step Chain::Handle(const PolicyTerm& term) {
  const bool connected = result_.source == RedistributionSource::kConnected;
  if (AcceptsOthers(term)) {
    reader_.Unmodelled(term.node, kRouting4, "routes of other protocols in OSPF");
  }
  if (term.inexpressible || term.other_family || !AppliesTo(term, connected ? "direct" : "static"))
    return Step::kOn;
  if (!connected && !term.interfaces.empty()) {
    reader_.Unmodelled(term.node, kRouting4, "static routes by interface in a policy");
    return Step::kOn;
  }
  switch (term.then) {
    case PolicyTerm::Then::kAccept:
    case PolicyTerm::Then::kReject:
      Emit(term, term.then == PolicyTerm::Then::kAccept);
      return HasConditions(term) ? Step::kOn : Step::kEnd;
    case PolicyTerm::Then::kNextPolicy:
    case PolicyTerm::Then::kNothing:
    case PolicyTerm::Then::kNextTerm:
      break;
  }
  const bool sets = term.metric || term.tag || term.external_type;
  const bool skips = term.then == PolicyTerm::Then::kNextPolicy;
  if (HasConditions(term) && (sets || skips)) {
    reader_.Unmodelled(term.node, kRouting4, "policy term without accept or reject");
    return Step::kOn;
  }
  carried_.Take(term);
  return skips ? Step::kNextPolicy : Step::kOn;
}

bool Chain::Walk(const Policy& policy) {
  for (const PolicyTerm& term : policy.terms) {
    const Step step = Handle(term);
    if (step != Step::kOn) return step == Step::kNextPolicy;
  }
  return true;
}

// For each filter: does it lie strictly inside another? One sweep over the sorted prefixes with the chain of
// those around the current one.
std::vector<bool> InsideOthers(const std::vector<RouteFilter>& filters) {
  std::vector<std::size_t> order(filters.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return filters[a].prefix != filters[b].prefix ? filters[a].prefix < filters[b].prefix : a < b;
  });
  std::vector<bool> inside(filters.size(), false);
  std::vector<net::Prefix> around;
  for (const std::size_t index : order) {
    const net::Prefix& prefix = filters[index].prefix;
    while (!around.empty() && !around.back().Contains(prefix)) around.pop_back();
    inside[index] = !around.empty() && around.front().length < prefix.length;
    around.push_back(prefix);
  }
  return inside;
}

}  // namespace

bool NeedsLongestMatch(const std::vector<RouteFilter>& filters) {
  const std::vector<bool> inside = InsideOthers(filters);
  for (std::size_t i = 0; i < filters.size(); ++i) {
    if (inside[i] && !IsFull(filters[i])) return true;
  }
  return false;
}

PrefixFilter FilterOf(const std::vector<RouteFilter>& list_filters,
                      const std::vector<RouteFilter>& route_filters) {
  PrefixFilter filter;
  const auto add = [&filter](bool permit, const RouteFilter& from, std::uint8_t min, std::uint8_t max) {
    if (from.prefix.family() != net::Family::kIpv4 || min > max) return;
    filter.lines.push_back({permit, from.prefix, min, max, from.span});
  };
  for (const RouteFilter& line : list_filters) add(true, line, line.length_min, line.length_max);
  std::vector<RouteFilter> sorted = route_filters;
  const bool longest = NeedsLongestMatch(sorted);
  if (longest) {
    std::stable_sort(sorted.begin(), sorted.end(), [](const RouteFilter& a, const RouteFilter& b) {
      return a.prefix.length != b.prefix.length ? a.prefix.length > b.prefix.length : a.prefix < b.prefix;
    });
  }
  const std::vector<bool> inside = InsideOthers(sorted);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    add(true, sorted[i], sorted[i].length_min, sorted[i].length_max);
    const bool last_of_prefix = i + 1 == sorted.size() || sorted[i + 1].prefix != sorted[i].prefix;
    if (!longest || !last_of_prefix || IsFull(sorted[i])) continue;
    if (inside[i])
      add(false, sorted[i], sorted[i].prefix.length, net::AddressBits(sorted[i].prefix.family()));
  }
  return filter;
}

std::optional<Redistribution> ExportOf(Reader& reader, JunosText& text, RedistributionSource source) {
  const bool report = source == RedistributionSource::kConnected;  // once, not for each source
  const auto policies = PoliciesOf(reader, text, text.ospf.exports, report);
  Chain chain(reader, source);
  // Routes that must not be exported come first.
  if (source == RedistributionSource::kStatic) {
    for (const StaticEntry& entry : text.statics) {
      if (entry.readvertise.value_or(text.static_defaults.readvertise.value_or(true))) continue;
      if (entry.prefix.family() != net::Family::kIpv4) continue;
      RedistributionTerm term;
      term.permit = false;
      term.span = entry.span;
      term.prefixes =
          PrefixFilter{{}, {{true, entry.prefix, entry.prefix.length, entry.prefix.length, entry.span}}, {}};
      chain.result().terms.push_back(std::move(term));
    }
  }
  for (const Policy* policy : policies) {
    if (!chain.Walk(*policy)) break;
  }
  if (!chain.permits()) return std::nullopt;
  chain.result().span = reader.SpanOf(text.ospf.exports.front().node);
  return std::move(chain.result());
}

std::uint32_t ForwardingPaths(Reader& reader, JunosText& text) {
  for (const Policy* policy : PoliciesOf(reader, text, text.forwarding_exports, true)) {
    for (const PolicyTerm& term : policy->terms) {
      if (!term.load_balance || term.other_family) continue;
      if (!HasConditions(term) && !term.inexpressible && AppliesTo(term, "ospf")) {
        return text.maximum_ecmp.value_or(kPathsBalanced);
      }
      reader.Unmodelled(term.node, kRoutingBoth | Impact::kForwarding, "load balancing for some routes");
    }
  }
  return 1;
}

}  // namespace ringfence::formats::juniper_junos
