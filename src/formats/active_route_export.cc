#include "formats/active_route_export.h"

#include <string_view>
#include <utility>

namespace ringfence::formats {

using model::RouteAction;
using model::RouteActionKind;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;
using model::RouteTerm;
using model::TermFlow;

namespace {

RouteTerm TermOf(std::string_view name, TermFlow flow) {
  RouteTerm term;
  term.name = name;
  term.flow = flow;
  return term;
}

}  // namespace

std::vector<RouteTerm> TableRouteTerms() {
  RouteTerm term = TermOf("metric", TermFlow::kNext);
  RouteMatch match;
  match.kind = RouteMatchKind::kSource;
  match.sources = {RouteSource::kConnected, RouteSource::kLocal, RouteSource::kStatic,   RouteSource::kOspf,
                   RouteSource::kIsis,      RouteSource::kRip,   RouteSource::kAggregate};
  term.all_of.push_back({{match}});
  RouteAction none;
  none.kind = RouteActionKind::kMetricNone;
  term.actions.push_back(none);
  RouteTerm others = TermOf("origin", TermFlow::kNext);
  match.sources.erase(match.sources.begin(), match.sources.begin() + 2);
  others.all_of.push_back({{std::move(match)}});
  RouteAction origin;
  origin.kind = RouteActionKind::kOrigin;
  origin.origin = model::BgpOrigin::kIncomplete;
  others.actions.push_back(origin);
  return {std::move(term), std::move(others)};
}

std::vector<RouteTerm> BgpOnlyTerms() {
  RouteTerm bgp = TermOf("bgp", TermFlow::kAccept);
  RouteMatch match;
  match.kind = RouteMatchKind::kSource;
  match.sources = {RouteSource::kBgp};
  bgp.all_of.push_back({{std::move(match)}});
  return {std::move(bgp), TermOf("others", TermFlow::kReject)};
}

std::vector<RouteTerm> ValueTerms(RouteActionKind kind, std::uint32_t value) {
  RouteTerm term = TermOf("value", TermFlow::kNext);
  RouteAction action;
  action.kind = kind;
  action.value = value;
  term.actions.push_back(std::move(action));
  return {std::move(term)};
}

}  // namespace ringfence::formats
