// SRv6 as text.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/print.h"

namespace ringfence::formats::huawei_vrp {
namespace {

std::string_view LocatorOf(const Printing& out, const net::Prefix& prefix) {
  const auto& locators = out.config.srv6.locators;
  const auto found = std::ranges::find(locators, prefix, &routing::srv6::Locator::prefix);
  return found == locators.end() ? std::string_view() : found->name;
}

}  // namespace

void PrintSrv6(Printing& out) {
  const routing::srv6::Srv6Config& config = out.config.srv6;
  if (!config.source && config.locators.empty()) return;
  out.text += "segment-routing ipv6\n";
  if (config.source)
    out.text += fmt::format(" encapsulation source-address {}\n", net::ToString(*config.source));
  for (const routing::srv6::Locator& locator : config.locators)
    out.text += fmt::format(" locator {} ipv6-prefix {} {}\n", locator.name,
                            net::ToString(locator.prefix.address), locator.prefix.length);
  out.text += "#\n";
}

void PrintIsisLocators(Printing& out, const routing::isis::IsisProcess& process) {
  for (const routing::isis::IsisLocator& locator : process.locators)
    out.text += fmt::format(" segment-routing ipv6 locator {}\n", LocatorOf(out, locator.prefix));
}

std::string VpnSidsText(const Printing& out, std::string_view vrf, net::Family family) {
  std::string text;
  for (const routing::srv6::Service& service : out.config.srv6.services) {
    if (service.vrf != vrf || service.family != family) continue;
    if (service.gives)
      text += fmt::format("  segment-routing ipv6 locator {}\n", LocatorOf(out, *service.gives));
    if (service.takes) text += "  segment-routing ipv6 best-effort\n";
  }
  return text;
}

}  // namespace ringfence::formats::huawei_vrp
