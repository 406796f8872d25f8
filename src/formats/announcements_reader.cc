// external_bgp_announcements.json. Batfish defines the fields; its `asPath` is a list of numbers and of sets
// of numbers, which no table of base/decode.h describes, so this reader looks at every node itself.

#include "formats/announcements_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/nearest_word.h"
#include "base/yaml_reader.h"
#include "formats/community_text.h"

namespace ringfence::formats {
namespace {

using base::DiagnosticKind;
using base::NodeRef;
using base::ValueEntry;
using base::ValueKind;
using base::ValueTree;

constexpr std::string_view kFields[] = {
    "asPath", "clusterList", "communities",     "dstIp",     "dstNode",    "dstVrf",
    "med",    "network",     "localPreference", "nextHopIp", "originType", "originatorIp",
    "srcIp",  "srcNode",     "srcProtocol",     "srcVrf",    "type",       "weight"};
constexpr std::string_view kTypes[] = {"ebgp_sent", "ibgp_sent", "ebgp_received", "ibgp_received"};
constexpr std::string_view kOrigins[] = {"igp", "egp", "incomplete"};

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::string Join(std::span<const std::string_view> words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

/// Reads one file.
class Reader {
 public:
  Reader(const ValueTree& tree, base::Diagnostics& diagnostics) : tree_(tree), diagnostics_(diagnostics) {}

  std::vector<StatedAnnouncement> Read() {
    std::vector<StatedAnnouncement> all;
    const NodeRef list = ListOf();
    if (!list.valid()) return all;
    for (const ValueEntry& entry : tree_[list].entries) {
      if (all.size() == kAnnouncementsMax) {
        Invalid(entry.value, fmt::format("more than {} announcements", kAnnouncementsMax));
        break;
      }
      auto one = ReadOne(entry.value);
      if (one) all.push_back(std::move(*one));
    }
    return all;
  }

 private:
  void Add(DiagnosticKind kind, base::Span span, std::string what, std::string hint = {}) {
    sound_ = false;
    diagnostics_.Add({kind, span, std::move(what), {}, std::move(hint)});
  }
  void Invalid(NodeRef node, std::string what) {
    Add(DiagnosticKind::kValueInvalid, tree_[node].span, std::move(what));
  }
  void WrongShape(NodeRef node, std::string_view key, std::string_view shape) {
    Add(DiagnosticKind::kTypeWrong, tree_[node].span, fmt::format("'{}' must be {}", key, shape));
  }
  void UnknownKey(const ValueEntry& entry, std::span<const std::string_view> known) {
    const auto nearest = base::NearestWord(entry.key, known);
    Add(DiagnosticKind::kKeyUnknown, entry.key_span, fmt::format("there is no key '{}' here", entry.key),
        nearest ? fmt::format("Did you mean '{}'?", *nearest) : "The keys are " + Join(known) + ".");
  }

  NodeRef ListOf() {
    constexpr std::string_view kRoot[] = {"Announcements"};
    const NodeRef root = tree_.root();
    if (tree_[root].kind != ValueKind::kMap) return WrongShape(root, "the file", "a map"), NodeRef();
    for (const ValueEntry& entry : tree_[root].entries) {
      if (entry.key != kRoot[0]) UnknownKey(entry, kRoot);
    }
    const NodeRef list = tree_.Find(root, kRoot[0]);
    if (!list.valid()) {
      Add(DiagnosticKind::kKeyMissing, tree_[root].span, "the key 'Announcements' is missing");
      return {};
    }
    if (tree_[list].kind != ValueKind::kList) return WrongShape(list, kRoot[0], "a list"), NodeRef();
    return list;
  }

  std::optional<StatedAnnouncement> ReadOne(NodeRef node) {
    sound_ = true;
    if (tree_[node].kind != ValueKind::kMap)
      return WrongShape(node, "an announcement", "a map"), std::nullopt;
    for (const ValueEntry& entry : tree_[node].entries) {
      if (std::ranges::find(kFields, entry.key) == std::end(kFields)) UnknownKey(entry, kFields);
    }
    for (const std::string_view key : {"type", "network", "srcIp"}) Require(node, key);
    if (!tree_.Find(node, "dstNode").valid()) Require(node, "dstIp");
    StatedAnnouncement one;
    one.span = tree_[node].span;
    ReadType(node, one);
    ReadEnds(node, one);
    ReadAttributes(node, one.path);
    if (const NodeRef network = tree_.Find(node, "network"); network.valid()) one.prefix = Prefix(network);
    for (const std::string_view key : {"srcNode", "srcVrf", "srcProtocol"}) Text(tree_.Find(node, key), key);
    return sound_ ? std::optional(std::move(one)) : std::nullopt;
  }

  void Require(NodeRef node, std::string_view key) {
    if (!tree_.Find(node, key).valid())
      Add(DiagnosticKind::kKeyMissing, tree_[node].span, fmt::format("the key '{}' is missing", key));
  }

  void ReadType(NodeRef node, StatedAnnouncement& one) {
    const NodeRef value = tree_.Find(node, "type");
    const auto type = Word(value, "type", kTypes);
    one.external = type < 4 && kTypes[type].starts_with('e');
    one.path.imported = type < 4 && kTypes[type].ends_with("received");
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
      for (const NodeRef member : members) segment.numbers.push_back(AsNumber(member));
      count += members.size();
      path.as_path.push_back(std::move(segment));
    }
    if (count > kAsPathNumbersMax)
      Invalid(node, fmt::format("an AS path of {} numbers; {} are the most", count, kAsPathNumbersMax));
    path.as_path = routing::Canonical(path.as_path);
  }

  /// The items of a list, nothing for an absent one.
  std::vector<NodeRef> List(NodeRef node, std::string_view key) {
    std::vector<NodeRef> items;
    if (!node.valid()) return items;
    if (tree_[node].kind != ValueKind::kList) return WrongShape(node, key, "a list"), items;
    for (const ValueEntry& entry : tree_[node].entries) items.push_back(entry.value);
    return items;
  }

  std::string Text(NodeRef node, std::string_view key) {
    if (!node.valid()) return {};
    if (tree_[node].kind != ValueKind::kScalar) return WrongShape(node, key, "a text"), std::string();
    return std::string(tree_.TextOf(node));
  }

  /// Index of the word among `words`, or their number.
  std::size_t Word(NodeRef node, std::string_view key, std::span<const std::string_view> words) {
    if (!node.valid()) return words.size();
    const std::string text = LowerCase(Text(node, key));
    const auto found = std::ranges::find(words, text);
    if (found == words.end()) {
      const auto nearest = base::NearestWord(text, words);
      Add(DiagnosticKind::kValueInvalid, tree_[node].span,
          fmt::format("'{}' is not one of {}", text, Join(words)),
          nearest ? fmt::format("Did you mean '{}'?", *nearest) : "");
    }
    return static_cast<std::size_t>(found - words.begin());
  }

  std::optional<std::uint32_t> Number(NodeRef node, std::string_view key) {
    if (!node.valid()) return std::nullopt;
    const std::string text = Text(node, key);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return value;
    Invalid(node, fmt::format("'{}': '{}' is not a number from 0 to 4294967295", key, text));
    return std::nullopt;
  }

  /// RFC 7607: 0 is no AS.
  std::uint32_t AsNumber(NodeRef node) {
    const auto number = Number(node, "asPath");
    if (number == 0U) Invalid(node, "AS 0 may not stand in a path");
    return number.value_or(0);
  }

  std::optional<net::IpAddress> Address(NodeRef node, std::string_view key) {
    if (!node.valid()) return std::nullopt;
    const std::string text = Text(node, key);
    const auto address = net::ParseAddress(text);
    if (!address) Invalid(node, fmt::format("'{}': '{}' is not an address", key, text));
    return address;
  }

  /// An IPv4 address, or the same as a number.
  std::uint32_t RouterId(NodeRef node, std::string_view key) {
    if (!node.valid()) return 0;
    const auto address = net::ParseIpv4(tree_.TextOf(node));
    return address ? address->v4() : Number(node, key).value_or(0);
  }

  net::Prefix Prefix(NodeRef node) {
    const std::string text = Text(node, "network");
    const auto prefix = net::ParsePrefix(text);
    if (prefix) return *prefix;
    const auto host = net::ParseHostPrefix(text);
    Invalid(node, host ? fmt::format("'{}' has host bits set; the prefix is {}", text,
                                     net::ToString(host->subnet()))
                       : fmt::format("'{}' is not address/length", text));
    return {};
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

  const ValueTree& tree_;
  base::Diagnostics& diagnostics_;
  bool sound_ = true;  ///< nothing was wrong with the announcement at work
};

}  // namespace

std::vector<StatedAnnouncement> ReadAnnouncements(const base::SourceFile& source, base::FileId file,
                                                  base::Diagnostics& diagnostics) {
  const auto tree = base::ReadYaml(source, file, diagnostics);
  return tree ? Reader(*tree, diagnostics).Read() : std::vector<StatedAnnouncement>();
}

}  // namespace ringfence::formats
