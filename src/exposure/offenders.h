// Elements that belong to a set of parties and hold levels: what rules about exposure look at.
#pragma once

#include <vector>

#include "exposure/level.h"
#include "exposure/outcome.h"
#include "exposure/ownership.h"
#include "exposure/world.h"

namespace ringfence::exposure {

/// Which roles make a party answerable for an element; bit i is PartyRole i.
struct RoleSet {
  std::uint8_t bits = 0x3f;  ///< all
  bool has(model::PartyRole role) const { return ((bits >> static_cast<unsigned>(role)) & 1U) != 0; }
};

/// An element of the set with the party and role that put it there.
struct ElementInSet {
  model::ElementId element;
  Membership membership = Membership::kNo;
  model::PartyId party;
  model::PartyRole role = model::PartyRole::kMaker;
  base::Span span;
};

/// For every element: whether it belongs to the covered parties through one of the roles. Certain membership
/// wins over possible, earlier roles over later.
std::vector<ElementInSet> ElementsOf(const World& world, const Coverage& coverage, RoleSet roles);

/// Where the party is stated as a maker of parts of the element, when it does not make the whole.
std::optional<base::Span> PartMadeBy(const WorldElement& element, model::PartyId party);

/// True for kinds of elements somebody must have made: without a maker no rule can be proved on them.
bool NeedsMaker(const WorldElement& element);

/// An element with the levels it holds.
struct Offender {
  ElementInSet who;
  LevelSet levels;
  bool carries = false;  ///< handles the flow itself, or copies; false: through management or hosting
  bool copied = false;   ///< handles nothing but copies of the flow
  friend bool operator==(const Offender& a, const Offender& b) {
    return a.who.element == b.who.element && a.levels == b.levels;
  }
};

/// Elements of the set that hold some of `levels`, in order of element.
std::vector<Offender> OffendersOf(const FlowOutcome& outcome, const std::vector<ElementInSet>& members,
                                  LevelSet levels, const World& world);

}  // namespace ringfence::exposure
