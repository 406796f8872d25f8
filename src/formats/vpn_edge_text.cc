#include "formats/vpn_edge_text.h"

#include <fmt/format.h>

#include <charconv>

namespace ringfence::formats {
namespace {

/// "Two-octet AS specific", by which identifiers of four octets are written (RFC 4577 section 4.2.4).
constexpr std::uint32_t kUsualType = 0x0005;
constexpr std::uint32_t kOldType = 0x8005;

std::optional<std::uint64_t> ParseDigits(std::string_view text, std::size_t digits) {
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.size() != digits || read.ec != std::errc() || read.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

}  // namespace

std::string DomainIdText(std::uint32_t type, std::uint64_t value) {
  return fmt::format("0x{:04x}:{:012x}", type == kOldType ? kUsualType : type, value);
}

std::string DomainIdOf(std::uint32_t leading, std::uint16_t trailing) {
  return DomainIdText(kUsualType, std::uint64_t{leading} << 16U | trailing);
}

std::optional<std::string> ParseDomainId(std::string_view type, std::string_view value) {
  const auto kind = ParseDigits(type, 4);
  const auto octets = ParseDigits(value, 12);
  const bool known = kind && (*kind == 0x0005 || *kind == 0x0105 || *kind == 0x0205 || *kind == kOldType);
  if (!known || !octets) return std::nullopt;
  return DomainIdText(static_cast<std::uint32_t>(*kind), *octets);
}

std::uint32_t LeadingOctets(std::string_view id) {
  constexpr std::size_t kFirst = 7, kDigits = 8;  // behind "0x0005:"
  return id.size() < kFirst
             ? 0
             : static_cast<std::uint32_t>(ParseDigits(id.substr(kFirst, kDigits), kDigits).value_or(0));
}

void AddSubnetsOfOspf(const routing::ospf::OspfConfig& ospf, routing::bgp::BgpConfig& bgp) {
  for (routing::bgp::BgpVrf& vrf : bgp.vrfs) {
    for (routing::bgp::BgpFamilyConfig& family : vrf.families) {
      if (family.family != routing::bgp::BgpFamily::kIpv4Unicast) continue;
      for (routing::bgp::BgpRedistribution& redistribution : family.redistributions) {
        if (redistribution.source != model::RouteSource::kOspf) continue;
        for (const routing::ospf::OspfProcess& process : ospf.processes) {
          const std::string name = process.name.empty() ? std::to_string(process.id) : process.name;
          const bool meant = redistribution.process.empty() || redistribution.process == name;
          if (process.vrf != vrf.vrf || process.family != net::Family::kIpv4 || !meant) continue;
          for (const routing::ospf::OspfInterface& interface : process.interfaces)
            redistribution.subnets_of.push_back(interface.name);
        }
      }
    }
  }
}

}  // namespace ringfence::formats
