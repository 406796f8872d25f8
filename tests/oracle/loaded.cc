#include <fmt/format.h>

#include <algorithm>

#include "oracle/compare.h"
#include "oracle/plan.h"

namespace ringfence::oracle {

Loaded::Loaded(const World& world, const RenderOptions& options) : world_(world) {
  base::MemoryFiles files;
  Render(world, options, files);
  auto snapshot = study::LoadSnapshot(files, kSnapshotRoot);
  if (!snapshot) {
    problems_.push_back(snapshot.error().message);
    return;
  }
  snapshot_ = std::move(*snapshot);
  for (const base::Diagnostic& diagnostic : snapshot_->diagnostics.items()) {
    if (base::InfoOf(diagnostic.kind).severity != base::Severity::kError) continue;
    problems_.push_back(base::Render(snapshot_->sources, diagnostic, false));
  }
  const study::Census census = study::CountFates(*snapshot_);
  if (census.unmodelled + census.unknown > 0) {
    problems_.push_back(fmt::format("{} lines not modelled, {} unknown", census.unmodelled, census.unknown));
  }
  if (!problems_.empty() || snapshot_->engine == nullptr) {
    if (problems_.empty()) problems_.push_back("no engine");
    return;
  }
  TieElements();
  TieUnits();
}

void Loaded::TieElements() {
  for (const Element& element : world_.elements) {
    const model::ElementId id = snapshot_->world->FindElement(element.name);
    if (!id.valid()) problems_.push_back("no element " + element.name);
    elements_.push_back(id);
  }
  const auto& links = snapshot_->network->links();
  for (std::size_t l = 0; l < links.size(); ++l) {
    for (std::size_t w = 0; w < world_.links.size(); ++w) {
      const bool access = world_.links[w].to_end_system;
      const int index = static_cast<int>(w);
      const auto subnet = net::Prefix::Of(
          net::IpAddress::V4(access ? AccessAddress(index) : LinkAddress(index)), access ? 29 : 31);
      if (std::ranges::count(links[l].subnets, subnet) > 0) link_index_[l] = index;
    }
    if (!link_index_.contains(l)) problems_.push_back("a link that is not in the world: " + links[l].name);
  }
}

void Loaded::TieUnits() {
  const auto& failures = snapshot_->world->failures;
  for (std::uint32_t u = 0; u < failures.size(); ++u) {
    Unit unit;
    unit.kind = static_cast<UnitKind>(failures[u].kind);
    unit.index = unit.kind == UnitKind::kLink ? IndexOfLink(failures[u].links[0].index())
                                              : IndexOf(failures[u].element);
    if (!unit_index_.emplace(unit, u).second)
      problems_.push_back("two units for one: " + failures[u].Label());
    unit_of_[u] = unit;
  }
  const std::vector<Unit> expected =
      Twin(world_).Units({UnitKind::kLink, UnitKind::kNode, UnitKind::kCircuit, UnitKind::kLineSystem});
  if (expected.size() != failures.size()) {
    problems_.push_back(fmt::format("{} failure units instead of {}", failures.size(), expected.size()));
  }
  for (const Unit& unit : expected) {
    if (!unit_index_.contains(unit)) problems_.push_back("missing failure unit " + ToString(world_, {unit}));
  }
}

model::FlowId Loaded::FlowOf(int flow) const {
  return model::FindFlow(snapshot_->policy, world_.flows[static_cast<std::size_t>(flow)].name);
}

exposure::FailureSet Loaded::FailuresOf(const FailureSet& failed) const {
  exposure::FailureSet set;
  for (const Unit& unit : failed) set.push_back(unit_index_.at(unit));
  std::ranges::sort(set);
  return set;
}

FailureSet Loaded::SetOf(const exposure::FailureSet& failed) const {
  FailureSet set;
  for (std::uint32_t unit : failed) set.insert(unit_of_.at(unit));
  return set;
}

int Loaded::IndexOf(model::ElementId element) const {
  const auto found = std::ranges::find(elements_, element);
  return found == elements_.end() ? -1 : static_cast<int>(found - elements_.begin());
}

int Loaded::IndexOfLink(std::size_t link) const {
  const auto found = link_index_.find(link);
  return found == link_index_.end() ? -1 : found->second;
}

std::set<int> Loaded::ElementsIn(const base::BitSet& set) const {
  std::set<int> members;
  set.ForEach([&](std::size_t element) { members.insert(IndexOf(model::ElementId(element))); });
  return members;
}

std::optional<study::CheckResult> CheckWith(Loaded& loaded, unsigned threads) {
  study::CheckOptions options;
  options.threads = threads;
  return study::Check(loaded.snapshot(), options);
}

std::string ToString(const World& world, const FailureSet& failed) {
  std::string text;
  for (const Unit& unit : failed) {
    const auto index = static_cast<std::size_t>(unit.index);
    std::string name;
    if (unit.kind == UnitKind::kLink && index < world.links.size()) {
      for (const LinkEnd& end : world.links[index].ends) {
        name += (name.empty() ? "" : "-") + world.elements[static_cast<std::size_t>(end.node)].name;
      }
      name += fmt::format("#{}", index);
    } else if (index < world.elements.size()) {
      name = world.elements[index].name;
    }
    text += fmt::format("{}{}:{}", text.empty() ? "" : ", ", kUnitNames[static_cast<std::size_t>(unit.kind)],
                        name);
  }
  return "{" + text + "}";
}

}  // namespace ringfence::oracle
