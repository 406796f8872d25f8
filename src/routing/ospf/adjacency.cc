// A hello is accepted when area, authentication, mask, intervals and the stub flags agree (RFC 2328
// sections 8.2 and 10.5). The mask is not compared on point-to-point networks; there a neighbour in another
// subnet still could not be used as a next hop, so a numbered pair must share its subnet. OSPFv3 has neither
// masks nor subnets: its neighbours meet on a link, in one instance (RFC 5340 section 4.2.2), and both need
// an address that the text tells (routing/gaps.cc names interfaces without one). Network types must be of one
// class: those that elect a designated router, or those that do not; a pair of different classes may stay
// Full on a device but computes no route over the link, which for us is no adjacency.

#include "routing/ospf/adjacency.h"

#include <fmt/format.h>

namespace ringfence::routing::ospf {
namespace {

constexpr std::string_view kAreaTypeNames[] = {"normal", "stub", "nssa"};

std::string AreaText(AreaId id) { return net::ToString(net::IpAddress::V4(id)); }

std::string SubnetText(const Party& party) {
  return party.address == nullptr ? "no address" : net::ToString(party.address->address.subnet());
}

}  // namespace

bool ElectsRouter(NetworkType type) {
  return type == NetworkType::kBroadcast || type == NetworkType::kNonBroadcast;
}

std::string SentenceOf(const Disagreement& why, const std::string& a, const std::string& b) {
  return fmt::format("{} and {} do not agree on the {}: {} against {}", a, b, why.what, why.mine, why.theirs);
}

std::optional<Disagreement> HellosDiffer(const Party& a, const Party& b) {
  if (a.process->router_id == b.process->router_id) {
    const std::string id = a.process->router_id ? net::ToString(*a.process->router_id) : "none";
    return Disagreement{"router id (must differ)", id, id};
  }
  if (a.ospf->area != b.ospf->area)
    return Disagreement{"area", AreaText(a.ospf->area), AreaText(b.ospf->area)};
  if (a.area->type != b.area->type) {
    return Disagreement{"area type", std::string(kAreaTypeNames[static_cast<std::size_t>(a.area->type)]),
                        std::string(kAreaTypeNames[static_cast<std::size_t>(b.area->type)])};
  }
  if (ElectsRouter(a.ospf->type) != ElectsRouter(b.ospf->type)) {
    const auto text = [](const Party& p) {
      return ElectsRouter(p.ospf->type) ? "broadcast" : "point-to-point";
    };
    return Disagreement{"network type", text(a), text(b)};
  }
  if (a.ospf->hello_s != b.ospf->hello_s) {
    return Disagreement{"hello interval", fmt::format("{} s", a.ospf->hello_s),
                        fmt::format("{} s", b.ospf->hello_s)};
  }
  if (a.ospf->dead_s != b.ospf->dead_s) {
    return Disagreement{"dead interval", fmt::format("{} s", a.ospf->dead_s),
                        fmt::format("{} s", b.ospf->dead_s)};
  }
  // The digests are secrets' shadows: say that they differ, not what they are.
  if (a.ospf->authentication != b.ospf->authentication) {
    const auto text = [](const Party& p) { return p.ospf->authentication.empty() ? "none" : "set"; };
    return Disagreement{"authentication", text(a), text(b)};
  }
  const bool version3 = a.process->family == net::Family::kIpv6;
  if (version3 && (a.address == nullptr || b.address == nullptr)) {
    const auto text = [](const Party& p) { return p.address == nullptr ? "none written" : "written"; };
    return Disagreement{"IPv6 address", text(a), text(b)};
  }
  const bool loose = version3 || a.unnumbered || b.unnumbered;
  if (!loose && (a.address == nullptr || b.address == nullptr || SubnetText(a) != SubnetText(b))) {
    return Disagreement{"subnet", SubnetText(a), SubnetText(b)};
  }
  return std::nullopt;
}

bool RejectsDescription(std::uint32_t own_bytes, bool ignores, std::uint32_t announced_bytes) {
  return !ignores && own_bytes != 0 && announced_bytes > own_bytes;
}

std::optional<Disagreement> DatabasesStop(const Party& a, const Party& b) {
  const std::uint32_t mine = a.mtu_bytes;
  const std::uint32_t theirs = b.mtu_bytes;
  if (!RejectsDescription(mine, a.ospf->mtu_ignore, b.ospf->mtu_announced ? theirs : 0) &&
      !RejectsDescription(theirs, b.ospf->mtu_ignore, a.ospf->mtu_announced ? mine : 0))
    return std::nullopt;
  return Disagreement{"MTU", fmt::format("{} bytes", mine), fmt::format("{} bytes", theirs)};
}

}  // namespace ringfence::routing::ospf
