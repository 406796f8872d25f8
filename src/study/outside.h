// Announcements from outside, handed to the devices that receive them.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/diagnostic.h"
#include "formats/announcements_reader.h"
#include "formats/isp_reader.h"
#include "model/inventory.h"
#include "routing/network.h"

namespace ringfence::study {

/// Fills Node::outside of devices. Who is not there, cannot receive or is no neighbour is diagnosed.
class OutsidePlacer {
 public:
  /// All must outlive the object.
  OutsidePlacer(std::span<routing::Node* const> nodes, base::Diagnostics& diagnostics);

  /// Announcements one by one, in order. Of two for one prefix the later counts, unless the session takes
  /// several paths.
  void Place(std::span<const formats::StatedAnnouncement> stated);
  /// Providers at the border: each announces the default routes, unless it is no transit, and what is said
  /// beside.
  void Place(const formats::IspConfig& config);
  /// A neighbour with all it announces. `device` receives; `at` is where that is stated.
  void Place(const std::string& device, base::Span at, routing::OutsideNeighbor neighbor);

 private:
  /// Who receives, and by which statement.
  struct Session {
    routing::Node* node = nullptr;  ///< null: nobody
    const routing::bgp::BgpVrf* vrf = nullptr;
    const routing::bgp::BgpNeighbor* neighbor = nullptr;
  };

  routing::Node* DeviceOf(const std::string& name, base::Span span);
  routing::Node* ReceiverOf(const formats::StatedAnnouncement& stated);
  Session Find(routing::Node& node, const std::string& vrf, const net::IpAddress& from, base::Span span);
  void Unused(base::Span span, std::string what);
  bool KindFits(const Session& session, const formats::StatedAnnouncement& stated);
  bool Carries(const Session& session, const net::Prefix& prefix, base::Span span);
  void PlaceIsp(const Session& session, const net::IpAddress& from, const formats::IspConfig& config,
                base::Span span);
  static routing::OutsideNeighbor& At(const Session& session, const net::IpAddress& from, base::Span span);
  void Add(const Session& session, routing::OutsideNeighbor& to, routing::AnnouncedRoute route);

  std::span<routing::Node* const> nodes_;
  base::Diagnostics& diagnostics_;
  std::map<net::IpAddress, const routing::Node*> owners_;
  /// Device, VRF and neighbour that something was said about already.
  std::set<std::tuple<std::string, std::string, net::IpAddress>> reported_;
  /// Where the route of a prefix stands in OutsideNeighbor::routes.
  std::map<std::tuple<std::string, std::string, net::IpAddress, net::Prefix>, std::size_t> places_;
};

}  // namespace ringfence::study
