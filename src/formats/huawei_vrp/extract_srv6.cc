// Segment routing over IPv6: `segment-routing ipv6` with locators and SIDs, locators of IS-IS, SIDs of VPN
// instances. Segment lists and policies are not modelled.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

constexpr std::uint32_t kBitsMax = 128;

VrpLocator* FindLocator(VrpSrv6& srv6, std::string_view name) {
  const auto found = std::ranges::find(srv6.locators, name, &VrpLocator::name);
  return found == srv6.locators.end() ? nullptr : &*found;
}

/// `locator L ipv6-prefix X N [static N] [args N]`.
Verdict ReadLocator(Reader& reader, const Line& line) {
  VrpSrv6& srv6 = reader.config.srv6;
  if (line.undo()) {
    std::erase_if(srv6.locators, [&line](const VrpLocator& one) { return one.name == line.at(1); });
    return Modelled(View::kInherit);
  }
  if (line.size() == 2 && FindLocator(srv6, line.at(1)) != nullptr) {
    reader.open_object = static_cast<std::size_t>(FindLocator(srv6, line.at(1)) - srv6.locators.data());
    return Modelled(View::kLocator);
  }
  const auto address = net::ParseAddress(line.at(3));
  const auto length = NumberUpTo(line.at(4), kBitsMax);
  std::size_t word = 5;
  while ((line.at(word) == "static" || line.at(word) == "args") && NumberUpTo(line.at(word + 1), kBitsMax))
    word += 2;
  // Compressed SIDs, flexible algorithms.
  if (line.at(2) != "ipv6-prefix" || word != line.size()) return Unmodelled(kPaths, "option of a locator");
  if (!address || address->family != net::Family::kIpv6)
    return reader.Invalid(line, 3, "not an IPv6 prefix", kPaths);
  if (!length) return reader.Invalid(line, 4, "not a prefix length", kPaths);
  VrpLocator locator{std::string(line.at(1)),
                     net::Prefix::Of(*address, static_cast<std::uint8_t>(*length)),
                     {},
                     line.span()};
  if (VrpLocator* known = FindLocator(srv6, locator.name))
    *known = locator;
  else
    srv6.locators.push_back(locator);
  reader.open_object = static_cast<std::size_t>(FindLocator(srv6, locator.name) - srv6.locators.data());
  return Modelled(View::kLocator);
}

}  // namespace

Verdict OpenSrv6(Reader& reader, const Line& line) {
  if (line.size() != 2) return KnownForm(View::kSystem, line);
  if (line.undo()) reader.config.srv6 = {};
  return Modelled(line.undo() ? View::kInherit : View::kSrv6);
}

Verdict ReadSrv6(Reader& reader, const Line& line) {
  VrpSrv6& srv6 = reader.config.srv6;
  if (line.at(0) == "locator") return ReadLocator(reader, line);
  if (line.at(0) == "encapsulation" && line.at(1) == "source-address") {
    srv6.source.reset();
    if (line.undo()) return Modelled();
    const auto address = net::ParseAddress(line.at(2));
    if (!address || address->family != net::Family::kIpv6)
      return reader.Invalid(line, 2, "not an IPv6 address", kPaths);
    const bool whole = line.size() == 3 || (line.size() == 5 && line.at(3) == "ip-ttl");
    if (!whole) return Unmodelled(kPaths, "segment routing");
    srv6.source = address;
    srv6.source_span = line.span();
    return Modelled();
  }
  if (line.undo()) return Irrelevant();
  return Unmodelled(kPaths, "segment routing");
}

/// `opcode ::N BEHAVIOUR ...`.
Verdict ReadLocatorLine(Reader& reader, const Line& line) {
  const std::string_view behavior = line.at(2);
  if (line.at(0) != "opcode") return line.undo() ? Irrelevant() : Unmodelled(kPaths, "segment routing");
  VrpLocator& locator = reader.config.srv6.locators[reader.open_object];
  if (behavior == "end-dt4" || behavior == "end-dt6" || behavior == "end-dt46") {
    if (line.at(3) != "vpn-instance" || line.size() != 5) return Unmodelled(kPaths, "segment routing");
    const VrpTableSid sid{std::string(line.at(4)), behavior != "end-dt6", behavior != "end-dt4"};
    std::erase(locator.table_sids, sid);
    if (!line.undo()) locator.table_sids.push_back(sid);
    return Modelled();
  }
  // Only packets with a list of segments come to these, and nobody in the model sends such.
  if (line.undo() || behavior == "end" || behavior == "end-x") return Irrelevant();
  return Unmodelled(kPaths, "segment routing");
}

Verdict ReadIsisLocator(Reader&, const Line& line, VrpIsis& process) {
  const bool whole = line.size() == 4 || (line.size() == 5 && line.at(4) == "auto-sid-disable");
  if (line.at(2) != "locator" || (!whole && !line.undo())) return KnownForm(View::kIsis, line);
  std::erase_if(process.locators, [&line](const NameUse& use) { return use.name == line.at(3); });
  if (line.undo() && line.at(3).empty()) process.locators.clear();
  if (!line.undo()) process.locators.push_back({std::string(line.at(3)), line.span()});
  return Modelled();
}

Verdict ReadVpnSids(Reader& reader, const Line& line) {
  const std::string& vrf = reader.config.bgp.vrfs[reader.open_bgp_vrf].vrf;
  const bool best_effort = line.at(2) == "best-effort" && line.size() == 3;
  const bool locator = line.at(2) == "locator" && (line.size() == 4 || line.undo() ||
                                                   (line.size() == 5 && line.at(4) == "auto-sid-disable"));
  if (vrf.empty() || (!best_effort && !locator)) return KnownForm(View::kBgpFamily, line);
  auto& all = reader.config.srv6.services;
  const auto same = [&](const VrpSidService& one) {
    return one.vrf == vrf && one.family == reader.open_bgp_family;
  };
  auto service = std::ranges::find_if(all, same);
  if (service == all.end()) service = all.insert(all.end(), {vrf, reader.open_bgp_family, {}, false, {}});
  if (best_effort) {
    service->best_effort = line.undo() ? base::Span() : line.span();
  } else {
    service->locator = line.undo() ? NameUse() : NameUse{std::string(line.at(3)), line.span()};
    service->only_static = line.size() == 5;
  }
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
