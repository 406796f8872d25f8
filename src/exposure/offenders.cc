#include "exposure/offenders.h"

namespace ringfence::exposure {

std::vector<ElementInSet> ElementsOf(const World& world, const Coverage& coverage, RoleSet roles) {
  std::vector<ElementInSet> members(world.elements.size());
  for (std::size_t e = 0; e < world.elements.size(); ++e) {
    const WorldElement& element = world.elements[e];
    members[e].element = model::ElementId(e);
    for (std::size_t i = 0; i < element.parties.size(); ++i) {
      const model::ElementParty& stated = element.facts.parties[i];
      const Membership membership = coverage.of(element.parties[i]);
      if (!roles.has(stated.role) || membership <= members[e].membership) continue;
      members[e].membership = membership;
      members[e].party = element.parties[i];
      members[e].role = stated.role;
      members[e].span = stated.span;
    }
  }
  return members;
}

std::optional<base::Span> PartMadeBy(const WorldElement& element, model::PartyId party) {
  // The maker of the whole stands first.
  bool whole = true;
  for (std::size_t i = 0; i < element.parties.size(); ++i) {
    if (element.facts.parties[i].role != model::PartyRole::kMaker) continue;
    if (element.parties[i] == party)
      return whole ? std::nullopt : std::optional(element.facts.parties[i].span);
    whole = false;
  }
  return std::nullopt;
}

bool NeedsMaker(const WorldElement& element) {
  if (element.facts.kind == model::ElementKind::kOperationsCentre ||
      element.facts.kind == model::ElementKind::kCircuit) {
    return false;
  }
  for (const model::ElementParty& stated : element.facts.parties) {
    if (stated.role == model::PartyRole::kMaker) return false;
  }
  return true;
}

std::vector<Offender> OffendersOf(const FlowOutcome& outcome, const std::vector<ElementInSet>& members,
                                  LevelSet levels, const World& world) {
  std::vector<Offender> offenders;
  for (std::size_t e = 0; e < world.elements.size(); ++e) {
    if (members[e].membership == Membership::kNo) continue;
    Offender offender;
    offender.who = members[e];
    for (Level level : kLevels) {
      if (!levels.has(level)) continue;
      if (outcome.exposed[IndexOf(level)].Test(e)) offender.levels.Add(level);
      offender.carries = offender.carries || outcome.carriers[IndexOf(level)].Test(e);
    }
    // Whoever stands on the path can cut the flow; who gets copies cannot.
    offender.copied = offender.carries && !outcome.carriers[IndexOf(Level::kCut)].Test(e);
    if (!offender.levels.empty()) offenders.push_back(offender);
  }
  return offenders;
}

}  // namespace ringfence::exposure
