// Aggregates: black holes that exist while the table has a route inside them. With `summary-only` the routes
// inside stay at home: a policy before all exports says so.
#include <algorithm>

#include "formats/community_text.h"
#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/policies.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::static_routes::AggregateRoute;

bool Hides(const AggregateText& aggregate) {
  return aggregate.summary_only.value_or(false) &&
         aggregate.prefix.length < net::AddressBits(aggregate.prefix.family());
}

// Keeps back every prefix inside the aggregates that hide their components.
void AddSummaryOnly(const RouterText& router, Policies& policies) {
  const std::string name = SummaryOnlyOf(router);
  if (name.empty()) return;
  model::PrefixList list;
  list.name = name;
  for (const AggregateText& aggregate : router.aggregates) {
    if (!Hides(aggregate)) continue;
    const auto bits = static_cast<std::uint8_t>(net::AddressBits(aggregate.prefix.family()));
    list.lines.push_back({true, aggregate.prefix, static_cast<std::uint8_t>(aggregate.prefix.length + 1),
                          bits, aggregate.summary_only.span});
  }
  list.span = list.lines.front().span;
  policies.AddPrefixList(std::move(list));
  model::RouteTerm term;
  term.name = "inside";
  model::RouteMatch match;
  match.kind = model::RouteMatchKind::kPrefixList;
  match.names = {name};
  term.all_of.push_back({{std::move(match)}});
  term.flow = model::TermFlow::kReject;
  policies.Made(name, {std::move(term)});
}

}  // namespace

std::string SummaryOnlyOf(const RouterText& router) {
  if (std::ranges::none_of(router.aggregates, Hides)) return {};
  std::string name(kSummaryOnly);
  if (!router.vrf.empty()) name += " " + router.vrf;
  return name;
}

void ConvertAggregates(Reader& reader, const RouterText& router, Policies& policies,
                       routing::DeviceConfig& config) {
  for (const AggregateText& from : router.aggregates) {
    AggregateRoute to;
    to.vrf = router.vrf;
    to.prefix = from.prefix;
    to.distance = kAggregatePreference;
    to.as_set = from.as_set.value_or(false);
    to.span = from.span;
    if (from.policy.set()) {
      // Routes that the policy does not accept do not count.
      to.contributors.names = policies.Names({from.policy});
      to.contributors.accept_by_default = false;
      to.contributors.span = from.policy.span;
    }
    for (const Name& name : from.communities) {
      const auto member = ReadCommunityMember(name.value);
      if (!member || member->regex) {
        reader.Unmodelled(name.node, kRouting, "community of this form");
      } else if (std::ranges::find(to.communities, member->text) == to.communities.end()) {
        to.communities.push_back(member->text);
      }
    }
    config.static_routes.aggregates.push_back(std::move(to));
  }
  AddSummaryOnly(router, policies);
}

}  // namespace ringfence::formats::nokia_sros
