// `segment-routing` outside of protocols: locators of SRv6 and the source of outer headers. All nodes below
// it are one here, since a line of it never means something else in another.

#include <algorithm>

#include "formats/frr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

constexpr Verdict kSegments = NotModelled(kPaths, "segment routing");

Verdict ReopenOther(Reader& reader, Statement& statement);
Verdict ReopenSrv6(Reader& reader, Statement& statement);
Verdict ReadLocator(Reader& reader, Statement& statement);
Verdict ReadLocatorPrefix(Reader& reader, Statement& statement);
Verdict ReadEncapsulation(Reader& reader, Statement& statement);

constexpr Keyword kSegmentNodes[] = {
    {"encapsulation", ReadEncapsulation},
    {"format", ReopenOther},
    {"formats", ReopenOther},
    {"locator", ReadLocator},
    {"locators", ReopenSrv6},
    {"pcc", ReopenOther},
    {"pce", ReopenOther},
    {"pce-config", ReopenOther},
    {"policy", ReopenOther},
    {"prefix", ReadLocatorPrefix},
    {"segment-list", ReopenOther},
    {"srv6", ReopenSrv6},
    {"static-sids", ReopenOther},
    {"traffic-eng", ReopenOther},
};
static_assert(IsSorted(kSegmentNodes));
constexpr Node kSegmentRouting{kSegmentNodes, kPaths, kSegments};

Verdict ReopenOther(Reader& reader, Statement&) {
  reader.locator.clear();
  reader.Open(kSegmentRouting);
  return kSegments;
}

Verdict ReopenSrv6(Reader& reader, Statement& statement) {
  reader.locator.clear();
  if (!statement.words.done()) return kNotKnown;
  reader.Open(kSegmentRouting);
  return kUnderstood;
}

Verdict ReadLocator(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty() || !statement.words.done()) return kNotKnown;
  if (statement.negated) {
    std::erase_if(reader.vendor.locators, [&name](const auto& one) { return one.name == name.text; });
    return kUnderstood;
  }
  reader.locator = name.text;
  reader.Open(kSegmentRouting);
  return kUnderstood;
}

/// `prefix P [block-len N] [node-len N] [func-bits N]`: only the block matters.
Verdict ReadLocatorPrefix(Reader& reader, Statement& statement) {
  const auto host = TakeHostPrefix(statement, net::Family::kIpv6);
  if (!host || reader.locator.empty()) return kNotKnown;
  while (!statement.words.done()) {
    const std::string_view part = TakeOption(statement, {"block-len", "func-bits", "node-len"});
    if (part.empty() || !statement.words.AcceptNumber(0, 128)) return kNotKnown;
  }
  auto& locators = reader.vendor.locators;
  std::erase_if(locators, [&reader](const auto& one) { return one.name == reader.locator; });
  if (!statement.negated) locators.push_back({reader.locator, host->subnet(), statement.span()});
  return kUnderstood;
}

/// `encapsulation source-address A`.
Verdict ReadEncapsulation(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "source-address")) return kNotKnown;
  const auto address = net::ParseAddress(statement.words.Next().text);
  reader.vendor.srv6_source = {};
  if (statement.negated) return kUnderstood;
  if (!address || address->family != net::Family::kIpv6 || !statement.words.done()) return kNotKnown;
  reader.vendor.srv6_source = {*address, statement.span()};
  return kUnderstood;
}

}  // namespace

Verdict ReadSegmentRouting(Reader& reader, Statement& statement) { return ReopenSrv6(reader, statement); }

void ConvertSrv6(Reader& reader, routing::DeviceConfig& config) {
  config.srv6.locators = reader.vendor.locators;
  if (reader.vendor.srv6_source.set()) {
    config.srv6.source = reader.vendor.srv6_source.value;
    config.srv6.source_span = reader.vendor.srv6_source.span;
  }
  // The default instance gets the block and gives parts of it to those of VRFs.
  const auto main = std::ranges::find(reader.bgps, std::string(), &BgpText::vrf);
  const bool on = main != reader.bgps.end() && main->locator.set();
  const std::string name = on ? main->locator.value : std::string();
  const auto locator = std::ranges::find(config.srv6.locators, name, &routing::srv6::Locator::name);
  const bool found = on && locator != config.srv6.locators.end();
  for (const BgpText& text : reader.bgps) {
    for (const auto& [family, from] : text.families) {
      const bool v6 = family == bgp::BgpFamily::kIpv6Unicast;
      if (!v6 && family != bgp::BgpFamily::kIpv4Unicast) continue;
      const base::Span sid = from.sid.set() ? from.sid.span : text.sid.span;
      if (sid.valid() && (!found || text.vrf.empty())) {
        reader.Demote(sid, kPaths, text.vrf.empty() ? "SID of the default table" : "SID without a locator");
        continue;
      }
      routing::srv6::Service service{.vrf = text.vrf, .family = v6 ? net::Family::kIpv6 : net::Family::kIpv4};
      if (sid.valid() && from.vpn_export.value_or(false)) service.gives = locator->prefix;
      service.takes = on && from.vpn_import.value_or(false);
      service.span = sid.valid() ? sid : on ? main->locator.span : base::Span();
      if (service.gives || service.takes) config.srv6.services.push_back(std::move(service));
    }
  }
}

}  // namespace ringfence::formats::frr
