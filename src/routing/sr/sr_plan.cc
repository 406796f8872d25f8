#include "routing/sr/sr_plan.h"

#include <algorithm>
#include <string_view>

namespace ringfence::routing::sr {
namespace {

/// Interfaces on which the process of the segments looks for neighbours.
template <class Process, class IsIt>
void MarkSpeakers(const Network& network, model::NodeId node, const std::vector<Process>& processes, IsIt is_it,
                  std::vector<bool>& speaks) {
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
    any_open_ = any_open_ || network.nodes()[n].open_forwarding;
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
    AddSegments(node);
  }
}

void SrPlan::AddSegments(model::NodeId node) {
  for (const PrefixSid& sid : ConfigOf(node).sids) {
    const auto [known, added] = segments_.try_emplace(sid.prefix, Segment{sid.prefix, &sid, {}, false});
    Segment& segment = known->second;
    segment.disputed = segment.disputed || !SameSid(*segment.sid, sid);
    if (segment.owners.empty() || segment.owners.back() != node) segment.owners.push_back(node);
  }
}

const Segment* SrPlan::SegmentOf(const net::Prefix& prefix) const {
  const auto found = segments_.find(prefix);
  return found == segments_.end() ? nullptr : &found->second;
}

bool SrPlan::Owns(model::NodeId node, const Segment& segment) const {
  return std::ranges::binary_search(segment.owners, node);
}

std::optional<std::uint32_t> SrPlan::LabelAt(model::NodeId node, const Segment& segment) const {
  const SrConfig& config = ConfigOf(node);
  if (!config.enabled) return std::nullopt;
  if (segment.sid->one_label) return Owns(node, segment) ? std::optional(segment.sid->value) : std::nullopt;
  std::uint32_t index = segment.sid->value;
  for (const LabelBlock& block : config.blocks) {
    const std::uint32_t count = block.last - block.first + 1;
    if (index < count) return block.first + index;
    index -= count;
  }
  return std::nullopt;
}

std::vector<const Segment*> SrPlan::RivalsAt(model::NodeId node, const Segment& segment) const {
  std::vector<const Segment*> rivals;
  const std::optional<std::uint32_t> label = LabelAt(node, segment);
  for (const auto& [prefix, other] : segments_) {
    if (label && &other != &segment && LabelAt(node, other) == label) rivals.push_back(&other);
  }
  return rivals;
}

}  // namespace ringfence::routing::sr
