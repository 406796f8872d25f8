// `switchport ...` under interfaces, and VLANs.

#include "formats/arista_eos/reader.h"
#include "formats/arista_eos/vlan_set.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;
using model::VlanRange;

Verdict ReadMode(Reader& reader, Statement& statement) {
  Setting<std::string>& mode = reader.interface().frames.mode;
  if (statement.negated) return mode = {}, statement.words.Rest(), kUnderstood;
  const std::string_view word = statement.words.Next().text;
  statement.words.Accept("phone");
  if (word == "access" || word == "trunk") return mode = {std::string(word), statement.span()}, kUnderstood;
  if (word == "dot1q-tunnel" || word == "tap" || word == "tool" || word == "tap-tool")
    return statement.words.Rest(), NotModelled(kPaths | Impact::kCopying, "switching mode");
  return kNotKnown;
}

Verdict ReadAccess(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("vlan")) return kNotKnown;
  Setting<std::uint32_t>& vlan = reader.interface().frames.access_vlan;
  if (statement.negated) return vlan = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 1, kVlanMax);
  if (!number) return kNotKnown;
  vlan = {*number, statement.span()};
  return kUnderstood;
}

Verdict ReadAllowed(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("vlan")) return kNotKnown;
  auto& allowed = reader.interface().frames.allowed;
  if (statement.negated || statement.words.Accept("all"))
    return allowed = std::nullopt, statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("none")) return allowed = std::vector<VlanRange>(), kUnderstood;
  const bool add = statement.words.Accept("add");
  const bool remove = !add && statement.words.Accept("remove");
  const bool except = !add && !remove && statement.words.Accept("except");
  const auto named = TakeVlans(reader, statement);
  if (!named) return kNotKnown;
  const VlanBits change = BitsOf(*named);
  const std::vector<VlanRange> all{VlanRange{}};
  VlanBits bits = BitsOf(add || remove ? allowed.value_or(all) : except ? all : std::vector<VlanRange>());
  for (std::size_t vlan = 1; vlan <= kVlanMax; ++vlan) {
    if (change[vlan]) bits[vlan] = !remove && !except;
  }
  allowed = RangesOf(bits);
  return kUnderstood;
}

Verdict ReadTrunk(Reader& reader, Statement& statement) {
  SwitchText& frames = reader.interface().frames;
  if (statement.words.Accept("allowed")) return ReadAllowed(reader, statement);
  if (statement.words.Accept("group")) {
    const std::string group(statement.words.Next().text);
    if (statement.negated) return frames.groups.erase(group), kUnderstood;
    return frames.groups.insert(group), kUnderstood;
  }
  if (!statement.words.Accept("native"))
    return statement.negated ? kNoEffect : NotModelled(kPaths, "private VLAN");
  if (!statement.words.Accept("vlan")) return kNotKnown;
  if (statement.negated) return frames.native_vlan = {}, statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("tag")) return NotModelled(kPaths, "trunk without an untagged VLAN");
  const auto vlan = TakeNumber(reader, statement, 1, kVlanMax);
  if (!vlan) return kNotKnown;
  frames.native_vlan = {*vlan, statement.span()};
  return kUnderstood;
}

constexpr Keyword kSwitchKeywords[] = {
    {"access", ReadAccess},
    {"backup", nullptr, NotModelled(kPaths, "backup interface")},
    {"backup-link", nullptr, NotModelled(kPaths, "backup interface")},
    {"dot1q"},
    {"mac"},
    {"mode", ReadMode},
    {"phone"},
    {"port-security"},
    {"pvlan", nullptr, NotModelled(kPaths, "private VLAN")},
    {"source-interface"},
    {"tap", nullptr, NotModelled(Impact::kCopying, "tap aggregation")},
    {"tool", nullptr, NotModelled(Impact::kCopying, "tap aggregation")},
    {"trunk", ReadTrunk},
    {"vlan", nullptr, NotModelled(kPaths, "VLAN translation")},
};
static_assert(IsSorted(std::span<const Keyword>(kSwitchKeywords)));

Verdict ReadVlanLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "trunk" && statement.words.Accept("group")) {
    const std::string group(statement.words.Next().text);
    for (const std::uint16_t vlan : reader.vlan_block) {
      std::set<std::string>& groups = reader.vendor.vlans[vlan];
      if (statement.negated) groups.erase(group);
      if (!statement.negated) groups.insert(group);
    }
    return kUnderstood;
  }
  if (word == "private-vlan") return statement.negated ? kNoEffect : NotModelled(kPaths, "private VLAN");
  if (word == "state")
    return statement.words.Accept("active") ? kNoEffect : NotModelled(kPaths, "suspended VLAN");
  const bool harmless = word == "name" || word == "mac" || word == "arp" || word == "mlag" || word == "igmp";
  return harmless ? kNoEffect : kNotKnown;
}

}  // namespace

Verdict ReadSwitchport(Reader& reader, Statement& statement) {
  if (!statement.words.done()) return reader.Dispatch(kSwitchKeywords, statement);
  reader.interface().frames.switches = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadVlan(Reader& reader, Statement& statement) {
  if (statement.words.Peek() == "internal") return kNoEffect;
  const auto ranges = TakeVlans(reader, statement);
  if (!ranges) return kNotKnown;
  reader.vlan_block.clear();
  for (const VlanRange& range : *ranges) {
    for (std::uint32_t vlan = range.first; vlan <= range.last; ++vlan)
      reader.vlan_block.push_back(static_cast<std::uint16_t>(vlan));
  }
  for (const std::uint16_t vlan : reader.vlan_block) {
    if (statement.negated) reader.vendor.vlans.erase(vlan);
    if (!statement.negated) reader.vendor.vlans[vlan];
  }
  reader.Open(ReadVlanLine, kPaths);
  return kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
