#include "formats/segment_routing_text.h"

#include <algorithm>

namespace ringfence::formats {

namespace sr = routing::sr;
namespace isis = routing::isis;
namespace ospf = routing::ospf;

namespace {

/// Prefixes with SIDs are told with wide metrics alone (RFC 8667 section 2.1).
bool IsNarrow(const isis::IsisProcess& process) {
  const bool level1 =
      (process.levels & isis::kLevel1) != 0 && process.style_level1 == isis::MetricStyle::kNarrow;
  const bool level2 =
      (process.levels & isis::kLevel2) != 0 && process.style_level2 == isis::MetricStyle::kNarrow;
  return level1 || level2;
}

}  // namespace

std::optional<sr::LabelBlock> BlockOf(std::uint32_t first, std::uint32_t last) {
  if (first < kLabelMin || last > kLabelMax || last < first) return std::nullopt;
  return sr::LabelBlock{first, last};
}

sr::SrConfig* SegmentRouting::Begin(const base::Span& on, const isis::IsisProcess& process,
                                    std::string_view obstacle) {
  if (obstacle.empty() && !process.vrf.empty()) obstacle = "segment routing in a VRF";
  if (obstacle.empty() && IsNarrow(process)) obstacle = "segment routing with narrow metrics";
  return Begin(on, sr::SrIgp::kIsis, process.tag, obstacle);
}

sr::SrConfig* SegmentRouting::Begin(const base::Span& on, const ospf::OspfProcess& process,
                                    std::string_view obstacle) {
  if (obstacle.empty() && !process.vrf.empty()) obstacle = "segment routing in a VRF";
  return Begin(on, sr::SrIgp::kOspf, process.name.empty() ? std::to_string(process.id) : process.name,
               obstacle);
}

sr::SrConfig* SegmentRouting::Begin(const base::Span& on, sr::SrIgp igp, std::string process,
                                    std::string_view obstacle) {
  constexpr std::string_view kTwo = "segment routing of two processes";
  sr::SrConfig& to = config_.sr;
  if (obstacle.empty() && to.span.valid()) {
    to.enabled = false;
    mark_(to.span, kTwo);
    obstacle = kTwo;
  }
  if (!obstacle.empty()) return mark_(on, obstacle), nullptr;
  to.enabled = true;
  to.span = on;
  to.igp = igp;
  to.process = std::move(process);
  return &to;
}

/// OSPF tells the address of the interface as a host, whatever its mask.
bool SegmentRouting::TellsHost(const std::string& interface) const {
  return config_.sr.igp == sr::SrIgp::kOspf &&
         std::ranges::any_of(config_.ospf.processes, [&interface](const ospf::OspfProcess& process) {
           const auto port = std::ranges::find(process.interfaces, interface, &ospf::OspfInterface::name);
           return process.family == net::Family::kIpv4 && port != process.interfaces.end() &&
                  port->advertise_host;
         });
}

void SegmentRouting::AddSid(const model::Interface& interface, const SidText& sid, sr::Algorithm algorithm) {
  const sr::LabelBlock& block = config_.sr.blocks.front();
  const auto address = std::ranges::find_if(interface.addresses, [](const model::InterfaceAddress& one) {
    return one.address.address.family == net::Family::kIpv4 && !one.secondary;
  });
  const bool inside = !sid.absolute || (sid.value >= block.first && sid.value <= block.last);
  const bool told = address != interface.addresses.end() &&
                    (address->address.subnet() == net::Prefix::Host(address->address.address) ||
                     !TellsHost(interface.name));
  if (!told || !inside) return mark_(sid.span, "SID without a prefix or a label");
  config_.sr.sids.push_back({.prefix = address->address.subnet(),
                             .algorithm = algorithm,
                             .value = sid.absolute ? sid.value - block.first : sid.value,
                             .keeps_last = sid.keeps_last,
                             .explicit_null = sid.explicit_null,
                             .span = sid.span});
}

}  // namespace ringfence::formats
