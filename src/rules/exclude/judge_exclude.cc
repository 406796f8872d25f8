// One pass over the elements. Near misses (inside twice the radius) are shown as not offending, so that
// nobody has to ask whether they were seen. An element of the set without a position cannot be judged against
// a place.

#include "rules/exclude/judge_exclude.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ringfence::rules::exclude {
namespace {

using exposure::Membership;

constexpr double kEarthRadiusKm = 6371.0088;

bool RunBy(const exposure::WorldElement& element, model::PartyId party) {
  if (!party.valid()) return true;
  for (std::size_t i = 0; i < element.parties.size(); ++i) {
    if (element.parties[i] == party && element.facts.parties[i].role == model::PartyRole::kOperator)
      return true;
  }
  return false;
}

std::string StoredThere(const ExcludeRule& rule, const model::Element& facts) {
  for (const std::string& data : facts.stores) {
    if (std::ranges::count(rule.stored, data) > 0) return "stores " + data;
  }
  return "";
}

class Judge {
 public:
  Judge(const ExcludeRule& rule, const RuleContext& context) : rule_(rule), context_(context) {}

  RuleResult Run() {
    const exposure::Coverage coverage = exposure::CoverageOf(context_.policy, rule_.excluded, context_.as_of);
    const auto members = exposure::ElementsOf(context_.world, coverage, rule_.roles);
    for (std::size_t e = 0; e < members.size(); ++e) Look(e, members[e]);
    return std::move(result_);
  }

 private:
  void Look(std::size_t e, const exposure::ElementInSet& member) {
    const exposure::WorldElement& element = context_.world.elements[e];
    if (element.removed || !RunBy(element, rule_.network)) return;
    const bool unknown_maker = exposure::NeedsMaker(element);
    if (member.membership == Membership::kNo && !unknown_maker) return;
    ElementResult found{model::ElementId(e), member.membership, member.party, Why(element), true, {}};
    if (rule_.near) Measure(element, found);
    if (found.why.empty()) return;
    if (member.membership == Membership::kNo) {
      if (found.offends) {
        result_.reasons.push_back(
            {fmt::format("nobody states who makes {}", element.facts.name), {element.facts.span}});
        result_.state = Worst(result_.state, VerdictState::kUndecided);
      }
      return;
    }
    found.spans = {element.facts.span};
    if (member.span.line != element.facts.span.line) found.spans.push_back(member.span);
    if (found.offends) {
      const bool certain = member.membership == Membership::kYes;
      result_.state = Worst(result_.state, certain ? VerdictState::kViolated : VerdictState::kUndecided);
      if (!certain)
        result_.reasons.push_back(
            {fmt::format("whether {} belongs to the set depends on a share known as an interval",
                         element.facts.name),
             {member.span}});
    }
    result_.elements.push_back(std::move(found));
  }

  std::string Why(const exposure::WorldElement& element) const {
    const std::string& function = element.facts.function;
    const bool excluded = std::ranges::count(rule_.functions, function) > 0;
    const bool tolerated = std::ranges::count(rule_.tolerated, function) > 0;
    if (excluded && !tolerated) return function;
    return StoredThere(rule_, element.facts);
  }

  void Measure(const exposure::WorldElement& element, ElementResult& found) {
    const model::Place& place = context_.policy.places[*rule_.near];
    if (!element.position) {
      result_.reasons.push_back(
          {fmt::format("nobody states where {} stands", element.facts.name), {element.facts.span}});
      result_.state = Worst(result_.state, VerdictState::kUndecided);
      return;
    }
    const double km = DistanceKm(*element.position, place.position);
    if (km >= 2 * place.radius_km) return;
    const bool inside = km <= place.radius_km;
    if (!inside && !found.why.empty()) return;  // its function or data offend wherever it stands
    found.offends = inside;
    found.why = fmt::format("{:.2f} km from {}", km, place.id);
  }

  const ExcludeRule& rule_;
  const RuleContext& context_;
  RuleResult result_;
};

}  // namespace

double DistanceKm(const model::Position& a, const model::Position& b) {
  constexpr double kRadians = std::numbers::pi / 180;
  const double phi_a = a.latitude_deg * kRadians;
  const double phi_b = b.latitude_deg * kRadians;
  const double d_phi = std::sin((phi_b - phi_a) / 2);
  const double d_lambda = std::sin((b.longitude_deg - a.longitude_deg) * kRadians / 2);
  const double h = d_phi * d_phi + std::cos(phi_a) * std::cos(phi_b) * d_lambda * d_lambda;
  return 2 * kEarthRadiusKm * std::asin(std::sqrt(std::min(1.0, h)));
}

RuleResult JudgeExclude(const ExcludeRule& rule, const RuleContext& context) {
  return Judge(rule, context).Run();
}

}  // namespace ringfence::rules::exclude
