#include "routing/sr/sr_plan.h"

#include <algorithm>
#include <string_view>

namespace ringfence::routing::sr {
namespace {

/// Interfaces on which the process of the SIDs looks for neighbours.
template <class Process, class IsIt>
void MarkSpeakers(const Network& network, model::NodeId node, const std::vector<Process>& processes,
                  IsIt is_it, std::vector<bool>& speaks) {
  const model::Device& device = network.nodes()[node.index()].config.device;
  for (const Process& process : processes) {
    if (!process.vrf.empty() || !is_it(process)) continue;
    for (const auto& interface : process.interfaces) {
      const model::InterfaceIndex index = model::FindInterface(device, interface.name);
      if (index.valid() && !interface.passive) speaks[network.SlotOf({node, index})] = true;
    }
  }
}

bool SameSid(const PrefixSid& a, const PrefixSid& b) {
  return a.value == b.value && a.one_label == b.one_label && a.keeps_last == b.keeps_last &&
         a.explicit_null == b.explicit_null;
}

}  // namespace

SrPlan::SrPlan(const Network& network) : network_(network), speaks_(network.slot_count(), false) {
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const model::NodeId node(n);
    const DeviceConfig& config = network.nodes()[n].config;
    if (network.nodes()[n].open_forwarding) AddOpen(config.device);
    if (!config.sr.enabled) continue;
    any_ = true;
    if (config.sr.igp == SrIgp::kIsis) {
      const auto is_it = [&](const isis::IsisProcess& process) { return process.tag == config.sr.process; };
      MarkSpeakers(network, node, config.isis.processes, is_it, speaks_);
    } else {
      const auto is_it = [&](const ospf::OspfProcess& process) {
        const std::string name = process.name.empty() ? std::to_string(process.id) : process.name;
        return process.family == net::Family::kIpv4 && name == config.sr.process;
      };
      MarkSpeakers(network, node, config.ospf.processes, is_it, speaks_);
    }
    AddSids(node);
  }
  for (const auto& [key, sid] : sids_)
    (sid.told->one_label ? labels_ : indices_)[sid.told->value].push_back(&sid);
}

void SrPlan::AddSids(model::NodeId node) {
  for (const PrefixSid& told : ConfigOf(node).sids) {
    const auto [known, added] =
        sids_.try_emplace({told.prefix, told.algorithm}, Sid{told.prefix, &told, {}, false});
    Sid& sid = known->second;
    sid.disputed = sid.disputed || !SameSid(*sid.told, told);
    if (sid.owners.empty() || sid.owners.back() != node) sid.owners.push_back(node);
  }
}

void SrPlan::AddOpen(const model::Device& device) {
  for (const model::Interface& interface : device.interfaces) {
    if (!interface.vrf.empty()) continue;
    for (const model::InterfaceAddress& address : interface.addresses) open_.insert(address.address.subnet());
  }
}

const Sid* SrPlan::SidOf(const net::Prefix& prefix, Algorithm algorithm) const {
  const auto found = sids_.find({prefix, algorithm});
  return found == sids_.end() ? nullptr : &found->second;
}

const FlexAlgorithm* SrPlan::TakesPart(model::NodeId node, Algorithm algorithm) const {
  const SrConfig& config = ConfigOf(node);
  const auto found = std::ranges::find(config.algorithms, algorithm, &FlexAlgorithm::number);
  return !config.enabled || found == config.algorithms.end() ? nullptr : &*found;
}

bool SrPlan::Owns(model::NodeId node, const Sid& sid) const {
  return std::ranges::binary_search(sid.owners, node);
}

std::optional<std::uint32_t> SrPlan::LabelAt(model::NodeId node, const Sid& sid) const {
  const SrConfig& config = ConfigOf(node);
  if (!config.enabled) return std::nullopt;
  if (sid.told->one_label) return Owns(node, sid) ? std::optional(sid.told->value) : std::nullopt;
  std::uint32_t index = sid.told->value;
  for (const LabelBlock& block : config.blocks) {
    const std::uint32_t count = block.last - block.first + 1;
    if (index < count) return block.first + index;
    index -= count;
  }
  return std::nullopt;
}

std::vector<const Sid*> SrPlan::RivalsAt(model::NodeId node, const Sid& sid) const {
  std::vector<const Sid*> rivals;
  const std::optional<std::uint32_t> label = LabelAt(node, sid);
  if (!label) return rivals;
  // A label that one router gives its neighbours counts everywhere: who they are is not in the plan.
  const auto add = [&](const SidsByNumber& sids, std::uint32_t number) {
    const auto found = sids.find(number);
    if (found == sids.end()) return;
    for (const Sid* other : found->second) {
      if (other != &sid) rivals.push_back(other);
    }
  };
  add(labels_, *label);
  const auto& blocks = ConfigOf(node).blocks;
  std::uint32_t before = 0;  // indices that earlier blocks hold
  for (const LabelBlock& block : blocks) {
    if (*label >= block.first && *label <= block.last) add(indices_, before + *label - block.first);
    before += block.last - block.first + 1;
  }
  return rivals;
}

}  // namespace ringfence::routing::sr
