// external_bgp_announcements.json. Batfish defines the fields; its `asPath` is a list of numbers and of sets
// of numbers.

#include "formats/announcements_reader.h"

#include <fmt/format.h>

#include "base/yaml_reader.h"
#include "formats/community_text.h"
#include "formats/tree_reader.h"

namespace ringfence::formats {
namespace {

using base::NodeRef;
using base::ValueKind;

constexpr std::string_view kRoot[] = {"Announcements"};
constexpr std::string_view kFields[] = {
    "asPath", "clusterList", "communities",     "dstIp",     "dstNode",    "dstVrf",
    "med",    "network",     "localPreference", "nextHopIp", "originType", "originatorIp",
    "srcIp",  "srcNode",     "srcProtocol",     "srcVrf",    "type",       "weight"};
constexpr std::string_view kTypes[] = {"ebgp_sent", "ibgp_sent", "ebgp_received", "ibgp_received"};
constexpr std::string_view kOrigins[] = {"igp", "egp", "incomplete"};

/// Reads one file.
class Reader : private TreeReader {
 public:
  using TreeReader::TreeReader;

  std::vector<StatedAnnouncement> Read() {
    std::vector<StatedAnnouncement> all;
    const NodeRef root = tree_.root();
    if (!IsMap(root, "the file", kRoot)) return all;
    Require(root, kRoot[0]);
    for (const NodeRef item : List(tree_.Find(root, kRoot[0]), kRoot[0])) {
      if (all.size() == kAnnouncementsMax) {
        Invalid(item, fmt::format("more than {} announcements", kAnnouncementsMax));
        break;
      }
      Restart();
      StatedAnnouncement one = ReadOne(item);
      if (sound()) all.push_back(std::move(one));
    }
    return all;
  }

 private:
  StatedAnnouncement ReadOne(NodeRef node) {
    StatedAnnouncement one;
    if (!IsMap(node, "an announcement", kFields)) return one;
    for (const std::string_view key : {"type", "network", "srcIp"}) Require(node, key);
    if (!tree_.Find(node, "dstNode").valid()) Require(node, "dstIp");
    one.span = tree_[node].span;
    const std::size_t type = Word(tree_.Find(node, "type"), "type", kTypes);
    one.external = type < std::size(kTypes) && kTypes[type].starts_with('e');
    one.path.imported = type < std::size(kTypes) && kTypes[type].ends_with("received");
    const NodeRef network = tree_.Find(node, "network");
    if (network.valid()) one.prefix = Prefix(network, "network");
    ReadEnds(node, one);
    ReadAttributes(node, one.path);
    for (const std::string_view key : {"srcNode", "srcVrf", "srcProtocol"}) Text(tree_.Find(node, key), key);
    return one;
  }

  void ReadEnds(NodeRef node, StatedAnnouncement& one) {
    const NodeRef device = tree_.Find(node, "dstNode");
    one.device = Text(device, "dstNode");
    one.device_span = device.valid() ? tree_[device].span : tree_[node].span;
    one.to = Address(tree_.Find(node, "dstIp"), "dstIp");
    one.from = Address(tree_.Find(node, "srcIp"), "srcIp").value_or(net::IpAddress());
    one.vrf = Text(tree_.Find(node, "dstVrf"), "dstVrf");
    if (one.vrf == "default") one.vrf.clear();
  }

  void ReadAttributes(NodeRef node, routing::AnnouncedPath& path) {
    path.next_hop = Address(tree_.Find(node, "nextHopIp"), "nextHopIp");
    const NodeRef origin = tree_.Find(node, "originType");
    if (origin.valid()) path.origin = static_cast<model::BgpOrigin>(Word(origin, "originType", kOrigins) % 3);
    path.med = Number(tree_.Find(node, "med"), "med");
    path.local_preference = Number(tree_.Find(node, "localPreference"), "localPreference");
    path.weight = Number(tree_.Find(node, "weight"), "weight").value_or(0);
    path.originator = RouterId(tree_.Find(node, "originatorIp"), "originatorIp");
    for (const NodeRef item : List(tree_.Find(node, "clusterList"), "clusterList"))
      path.clusters.push_back(RouterId(item, "clusterList"));
    for (const NodeRef item : List(tree_.Find(node, "communities"), "communities")) AddCommunity(item, path);
    ReadAsPath(tree_.Find(node, "asPath"), path);
  }

  void ReadAsPath(NodeRef node, routing::AnnouncedPath& path) {
    std::size_t count = 0;
    for (const NodeRef item : List(node, "asPath")) {
      const bool is_list = tree_[item].kind == ValueKind::kList;
      const std::vector<NodeRef> members = is_list ? List(item, "asPath") : std::vector{item};
      routing::AsSegment segment;
      // A list of one number is that number: so Batfish writes paths.
      segment.kind = members.size() > 1 ? routing::AsSegmentKind::kSet : routing::AsSegmentKind::kSequence;
      for (const NodeRef member : members) segment.numbers.push_back(AsNumber(member, "asPath"));
      count += members.size();
      path.as_path.push_back(std::move(segment));
    }
    if (count > kAsPathNumbersMax)
      Invalid(node, fmt::format("an AS path of {} numbers; {} are the most", count, kAsPathNumbersMax));
    path.as_path = routing::Canonical(path.as_path);
  }

  /// An IPv4 address, or the same as a number.
  std::uint32_t RouterId(NodeRef node, std::string_view key) {
    if (!node.valid()) return 0;
    const auto address = net::ParseIpv4(tree_.TextOf(node));
    return address ? address->v4() : Number(node, key).value_or(0);
  }

  /// 262145, "4:1", "target:4:1" or "4:1:2".
  void AddCommunity(NodeRef node, routing::AnnouncedPath& path) {
    const std::string text = Text(node, "communities");
    if (auto standard = StandardCommunity(text)) {
      path.standard.push_back(std::move(*standard));
    } else if (auto large = LargeCommunity(text)) {
      path.large.push_back(std::move(*large));
    } else if (auto extended = ExtendedCommunity(text)) {
      path.extended.push_back(std::move(*extended));
    } else {
      Invalid(node, fmt::format("'{}' is not a community", text));
    }
  }
};

}  // namespace

std::vector<StatedAnnouncement> ReadAnnouncements(const base::SourceFile& source, base::FileId file,
                                                  base::Diagnostics& diagnostics) {
  const auto tree = base::ReadYaml(source, file, diagnostics);
  return tree ? Reader(*tree, diagnostics).Read() : std::vector<StatedAnnouncement>();
}

}  // namespace ringfence::formats
