#include "formats/isp_reader.h"

#include "base/yaml_reader.h"
#include "formats/tree_reader.h"

namespace ringfence::formats {
namespace {

using base::NodeRef;

constexpr std::string_view kRoot[] = {"borderInterfaces", "bgpPeers", "filter", "ispNodeInfo"};
constexpr std::string_view kBorder[] = {"borderInterface"};
constexpr std::string_view kInterface[] = {"hostname", "interface"};
constexpr std::string_view kPeer[] = {"hostname", "peerAddress", "vrf", "ispAttachment"};
constexpr std::string_view kAttachment[] = {"hostname", "interface", "vlanTag"};
constexpr std::string_view kFilter[] = {"onlyRemoteAsns", "onlyRemoteIps"};
constexpr std::string_view kNode[] = {"asn", "name", "role", "additionalAnnouncements"};
constexpr std::string_view kRoles[] = {"transit", "private_backbone"};

/// Reads one file.
class Reader : private TreeReader {
 public:
  using TreeReader::TreeReader;

  IspConfig Read() {
    IspConfig config;
    const NodeRef root = tree_.root();
    if (!IsMap(root, "the file", kRoot)) return config;
    for (const NodeRef item : List(tree_.Find(root, "borderInterfaces"), "borderInterfaces"))
      ReadBorder(item, config);
    for (const NodeRef item : List(tree_.Find(root, "bgpPeers"), "bgpPeers")) ReadPeer(item, config);
    for (const NodeRef item : List(tree_.Find(root, "ispNodeInfo"), "ispNodeInfo")) ReadNode(item, config);
    if (const NodeRef filter = tree_.Find(root, "filter"); filter.valid()) ReadFilter(filter, config);
    return config;
  }

 private:
  IspBorder At(NodeRef map) {
    Require(map, "hostname");
    IspBorder border;
    const NodeRef device = tree_.Find(map, "hostname");
    border.device = Text(device, "hostname");
    border.span = tree_[map].span;
    border.device_span = device.valid() ? tree_[device].span : border.span;
    return border;
  }

  void ReadBorder(NodeRef item, IspConfig& config) {
    Restart();
    if (!IsMap(item, "a border", kBorder)) return;
    Require(item, kBorder[0]);
    const NodeRef end = tree_.Find(item, kBorder[0]);
    if (!end.valid() || !IsMap(end, kBorder[0], kInterface)) return;
    IspBorder border = At(end);
    Require(end, "interface");
    border.interface = Text(tree_.Find(end, "interface"), "interface");
    if (sound()) config.borders.push_back(std::move(border));
  }

  void ReadPeer(NodeRef item, IspConfig& config) {
    Restart();
    if (!IsMap(item, "a peer", kPeer)) return;
    IspBorder border = At(item);
    Require(item, "peerAddress");
    border.peer = Address(tree_.Find(item, "peerAddress"), "peerAddress");
    border.vrf = Text(tree_.Find(item, "vrf"), "vrf");
    if (border.vrf == "default") border.vrf.clear();
    // Where it is plugged in changes nothing: the session is told by its address.
    const NodeRef attachment = tree_.Find(item, "ispAttachment");
    if (attachment.valid()) IsMap(attachment, "ispAttachment", kAttachment);
    if (sound()) config.borders.push_back(std::move(border));
  }

  void ReadNode(NodeRef item, IspConfig& config) {
    Restart();
    if (!IsMap(item, "a provider", kNode)) return;
    Require(item, "asn");
    IspNode node;
    const NodeRef as = tree_.Find(item, "asn");
    if (as.valid()) node.as = AsNumber(as, "asn");
    Text(tree_.Find(item, "name"), "name");
    node.transit = Word(tree_.Find(item, "role"), "role", kRoles) != 1;
    for (const NodeRef prefix : List(tree_.Find(item, "additionalAnnouncements"), "additionalAnnouncements"))
      node.announcements.push_back(Prefix(prefix, "additionalAnnouncements"));
    if (sound()) config.nodes.push_back(std::move(node));
  }

  void ReadFilter(NodeRef filter, IspConfig& config) {
    if (!IsMap(filter, "filter", kFilter)) return;
    for (const NodeRef item : List(tree_.Find(filter, "onlyRemoteAsns"), "onlyRemoteAsns"))
      config.only_as.push_back(AsNumber(item, "onlyRemoteAsns"));
    for (const NodeRef item : List(tree_.Find(filter, "onlyRemoteIps"), "onlyRemoteIps")) {
      if (const auto address = Address(item, "onlyRemoteIps")) config.only_address.push_back(*address);
    }
  }
};

}  // namespace

IspConfig ReadIspConfig(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics) {
  const auto tree = base::ReadYaml(source, file, diagnostics);
  return tree ? Reader(*tree, diagnostics).Read() : IspConfig();
}

}  // namespace ringfence::formats
