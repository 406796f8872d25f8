// Layer-2 services in VXLAN: packets between hosts of a fabric take the ways that they take where VLANs of
// switches stand in the place of the services.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "forwarding/bridged_vxlan_testing.h"

namespace ringfence::forwarding {
namespace {

using routing::BridgedWorld;

/// Leaves a, b and c; a and b carry 10 and 20 with gateways on both, c carries 10 alone. One host for each.
class Fabric : public BridgedWorld {
 public:
  explicit Fabric(bool services) : services_(services) {
    int number = 0;
    for (const char* leaf : {"a", "b", "c"}) {
      Leaf(leaf, ++number);
      Evpn(leaf, 9);
      for (const std::uint16_t domain : {std::uint16_t{10}, std::uint16_t{20}}) {
        if (domain == 20 && number == 3) continue;
        AddDomain(leaf, domain);
        AddHost(leaf, domain, number);
      }
    }
    Spine({1, 2, 3});
    Build();
  }

  static std::string HostOf(const std::string& leaf, std::uint16_t domain) {
    return "h" + std::to_string(domain) + leaf;
  }
  static std::string AddressOf(int number, std::uint16_t domain) {
    return "10." + std::to_string(domain) + ".0." + std::to_string(10 + number);
  }

 private:
  static std::string NameOf(std::uint16_t domain) { return "bridge " + std::to_string(domain); }

  void AddDomain(const std::string& leaf, std::uint16_t domain) {
    const std::string target = "target:65000:" + std::to_string(domain);
    CarryVlan(leaf, domain, 10000U + domain, target);
    model::Interface& gateway = Gateway(leaf, "10." + std::to_string(domain) + ".0.1/24", domain);
    if (!services_) return;
    model::Device& device = (*this)[leaf].device;
    device.vxlan->segments.back().vlan.reset();
    device.vxlan->segments.back().service = NameOf(domain);
    gateway.vlan.reset();
    model::L2Service& service = device.l2_services.emplace_back();
    service.name = NameOf(domain);
    service.routed = {gateway.name};
    service.span = NewSpan();
  }
  void AddHost(const std::string& leaf, std::uint16_t domain, int number) {
    const std::string host = HostOf(leaf, domain);
    Host(leaf, host, AddressOf(number, domain) + "/24", domain);
    if (!services_) return;
    (*this)[leaf].device.interfaces.back().switch_port.reset();
    (*this)[leaf].device.l2_services.back().attachments.push_back({.interface = host, .span = NewSpan()});
  }

  bool services_ = false;
};

TEST(BridgedServices, AreLikeVlans) {
  Fabric vlans(false), services(true);
  const routing::RoutingState of_vlans = vlans.Nominal(), of_services = services.Nominal();
  std::size_t crossed = 0, seen = 0;
  for (const char* from : {"h10a", "h20a", "h10b", "h20b", "h10c"}) {
    int number = 0;
    for (const char* leaf : {"a", "b", "c"}) {
      ++number;
      for (const std::uint16_t domain : {std::uint16_t{10}, std::uint16_t{20}}) {
        const std::string to = Fabric::HostOf(leaf, domain);
        if ((domain == 20 && number == 3) || to == from) continue;
        SCOPED_TRACE(from + (" to " + to));
        bool open = false, twin_open = false;
        const auto ways =
            WaysOf(services.network(), of_services, from, to, Fabric::AddressOf(number, domain), open);
        EXPECT_EQ(ways,
                  WaysOf(vlans.network(), of_vlans, from, to, Fabric::AddressOf(number, domain), twin_open));
        EXPECT_EQ(open, twin_open);
        ++seen;
        crossed +=
            std::ranges::count(ways, to + ":delivered") > 0 &&
                    std::ranges::count_if(ways, [](const auto& way) { return way.ends_with(" 1"); }) > 0
                ? 1U
                : 0U;
      }
    }
  }
  EXPECT_EQ(seen, 20U);
  // Within 10 six pairs of leaves, within 20 two; from 10 to 20 and back where the near leaf has both.
  EXPECT_GE(crossed, 12U);
}

/// A host that nobody names may be behind each leaf that takes part.
TEST(BridgedServices, SilentHostsAreBehindEveryEnd) {
  Fabric vlans(false), services(true);
  bool open = false, twin_open = false;
  const auto ways = WaysOf(services.network(), services.Nominal(), "h10a", "b", "10.10.0.99", open);
  EXPECT_EQ(ways, WaysOf(vlans.network(), vlans.Nominal(), "h10a", "b", "10.10.0.99", twin_open));
  EXPECT_EQ(open, twin_open);
}

}  // namespace
}  // namespace ringfence::forwarding
