// Filters of both generations: `ipv4-filter F`, and `acl-filter F type ipv4` with its conditions one block
// deeper.
#include "formats/nokia_srlinux/extract.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using Entry = FilterEntryText;

constexpr std::string_view kCpmFilter = "cpm-filter";

void SetAccept(Reader& reader, NodeId block, Entry& entry) {
  entry.accepts = true;
  constexpr Rule<Entry> kRules[] = {Ignores<Entry>("log"),
                                    Lacks<Entry>("rate-limit", kForwarding, "limit of rate")};
  Dispatch(reader, block, entry, std::span<const Rule<Entry>>(kRules));
}
void SetDrop(Reader& reader, NodeId block, Entry& entry) {
  entry.drops = true;
  constexpr Rule<Entry> kRules[] = {Ignores<Entry>("log")};
  Dispatch(reader, block, entry, std::span<const Rule<Entry>>(kRules));
}
constexpr Rule<Entry> kActionRules[] = {
    Block<Entry>("accept", &SetAccept, kForwarding),
    Block<Entry>("drop", &SetDrop, kForwarding),
    Ignores<Entry>("log"),
};
void ReadAction(Reader& reader, NodeId block, Entry& entry) {
  Dispatch(reader, block, entry, std::span(kActionRules));
}

template <Stated<net::Prefix> Entry::* kMember>
void ReadAddress(Reader& reader, NodeId block, Entry& entry) {
  constexpr Rule<Entry> kRules[] = {Leaf<Entry>("prefix", [](Reader& from, NodeId value, Entry& to) {
    from.Keep(value, from.Prefix(value), to.*kMember);
  })};
  Dispatch(reader, block, entry, std::span<const Rule<Entry>>(kRules));
}

constexpr Rule<PortText> kRangeRules[] = {Text<&PortText::start>("start"), Text<&PortText::end>("end")};
void ReadRange(Reader& reader, NodeId block, PortText& to) {
  Dispatch(reader, block, to, std::span(kRangeRules));
}
constexpr Rule<PortText> kPortRules[] = {
    Text<&PortText::op>("operator"),
    Text<&PortText::value>("value"),
    Block<PortText>("range", &ReadRange),
};
template <PortText Entry::* kMember>
void ReadPort(Reader& reader, NodeId block, Entry& entry) {
  Dispatch(reader, block, entry.*kMember, std::span(kPortRules));
}

constexpr Rule<Entry> kIcmpRules[] = {Number<&Entry::icmp_type, 0, 255>("type")};
void ReadIcmp(Reader& reader, NodeId block, Entry& entry) {
  Dispatch(reader, block, entry, std::span(kIcmpRules));
}

constexpr Rule<Entry> kIpRules[] = {
    Text<&Entry::protocol>("protocol"),
    Text<&Entry::protocol>("next-header"),
    Block<Entry>("source-ip", &ReadAddress<&Entry::source>),
    Block<Entry>("destination-ip", &ReadAddress<&Entry::destination>),
    Block<Entry>("source-port", &ReadPort<&Entry::source_port>),
    Block<Entry>("destination-port", &ReadPort<&Entry::destination_port>),
    Block<Entry>("icmp", &ReadIcmp),
    Block<Entry>("icmp6", &ReadIcmp),
};
void ReadIp(Reader& reader, NodeId block, Entry& entry) {
  Dispatch(reader, block, entry, std::span(kIpRules));
}
void ReadMatch(Reader& reader, NodeId block, Entry& entry) {
  ReadIp(reader, block, entry);
  constexpr Rule<Entry> kRules[] = {Block<Entry>("ipv4", &ReadIp, kForwarding),
                                    Block<Entry>("ipv6", &ReadIp, kForwarding),
                                    Block<Entry>("transport", &ReadIp, kForwarding)};
  Dispatch(reader, block, entry, std::span<const Rule<Entry>>(kRules));
}

constexpr Rule<Entry> kEntryRules[] = {
    Block<Entry>("action", &ReadAction, kForwarding),
    Block<Entry>("match", &ReadMatch, kForwarding),
    Ignores<Entry>("collect-stats"),
    Ignores<Entry>("statistics-per-entry"),
};
void AddEntry(Reader& reader, NodeId key, FilterText& filter) {
  const auto number = reader.Number(key, 0, 65535);
  if (!number) return;
  Entry to;
  to.number = *number;
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kEntryRules));
  to.incomplete = !AllRead(reader, key);
  const NodeId action = reader.tree.Find(key, "action");
  to.other_action = action == kNone || !AllRead(reader, action);
  filter.entries.push_back(std::move(to));
}
constexpr Rule<FilterText> kFilterRules[] = {
    List<FilterText>("entry", &AddEntry, kForwarding),
    Ignores<FilterText>("statistics-per-entry"),
    Ignores<FilterText>("subinterface-specific"),
};
void AddFilter(Reader& reader, NodeId key, NodeId block, net::Family family, SrlText& text) {
  FilterText to;
  to.name = reader.word(key);
  to.family = family;
  to.node = key;
  to.span = reader.SpanOf(block);
  Dispatch(reader, block, to, std::span(kFilterRules));
  for (const NodeId child : Children(reader, block))
    to.unknown_part = to.unknown_part || (reader.word(child) != "entry" && !AllRead(reader, child));
  text.filters.push_back(std::move(to));
}
void AddFilter4(Reader& reader, NodeId key, SrlText& text) {
  AddFilter(reader, key, key, net::Family::kIpv4, text);
}
void AddFilter6(Reader& reader, NodeId key, SrlText& text) {
  AddFilter(reader, key, key, net::Family::kIpv6, text);
}

// `acl-filter F type ipv4 {`: two keys.
void AddTypedFilter(Reader& reader, NodeId key, SrlText& text) {
  const NodeId type = reader.tree.Find(key, "type");
  if (type == kNone) return;
  reader.Modelled(type);
  for (const NodeId family : Children(reader, type)) {
    if (reader.word(family) == "mac") {
      reader.Unmodelled(family, kPaths, "filter on frames");
    } else if (reader.word(family) == "ipv4" || reader.word(family) == "ipv6") {
      reader.Modelled(family, kForwarding);
      AddFilter(reader, key, family, reader.word(family) == "ipv4" ? net::Family::kIpv4 : net::Family::kIpv6,
                text);
    }
  }
}

// `acl interface X { input { ipv4-filter F } }`, or `input { acl-filter F type ipv4 { } }`.
template <Name FilterUseText::* kMember4, Name FilterUseText::* kMember6>
void AddTypedUse(Reader& reader, NodeId key, FilterUseText& use) {
  const NodeId type = reader.tree.Find(key, "type");
  if (type == kNone) return reader.Unknown(key);
  reader.Modelled(type);
  for (const NodeId family : Children(reader, type)) {
    const Name name{reader.word(key), key, reader.SpanOf(key)};
    if (reader.word(family) == "ipv4")
      use.*kMember4 = name;
    else if (reader.word(family) == "ipv6")
      use.*kMember6 = name;
    else
      continue;
    reader.Modelled(family);
  }
}
template <Name FilterUseText::* kMember4, Name FilterUseText::* kMember6>
void ReadUse(Reader& reader, NodeId block, FilterUseText& use) {
  constexpr Rule<FilterUseText> kRules[] = {
      Text<kMember4>("ipv4-filter"), Text<kMember6>("ipv6-filter"),
      List<FilterUseText>("acl-filter", &AddTypedUse<kMember4, kMember6>, kForwarding)};
  Dispatch(reader, block, use, std::span<const Rule<FilterUseText>>(kRules));
}
constexpr Rule<FilterUseText> kUseRules[] = {
    Block<FilterUseText>("input", &ReadUse<&FilterUseText::in4, &FilterUseText::in6>, kForwarding),
    Block<FilterUseText>("output", &ReadUse<&FilterUseText::out4, &FilterUseText::out6>, kForwarding),
};
constexpr Rule<FilterUseText> kReferenceRules[] = {
    Text<&FilterUseText::port>("interface"),
    Text<&FilterUseText::index>("subinterface"),
};
void ReadReference(Reader& reader, NodeId block, FilterUseText& use) {
  Dispatch(reader, block, use, std::span(kReferenceRules));
}
void AddUse(Reader& reader, NodeId key, SrlText& text) {
  FilterUseText to;
  to.name = reader.word(key);
  to.node = key;
  Dispatch(reader, key, to, std::span(kUseRules));
  if (const NodeId reference = reader.tree.Find(key, "interface-ref"); reference != kNone) {
    reader.Modelled(reference);
    ReadReference(reader, reference, to);
  }
  if (to.port.set() && to.index.set())
    to.name = std::string(to.port.value).append(".").append(to.index.value);
  text.filter_uses.push_back(std::move(to));
}

// `cpm-filter { ipv4-filter { entry 10 { } } }` of older releases: without a name, and in force.
template <net::Family kFamily>
void AddCpmFilter(Reader& reader, NodeId block, SrlText& text) {
  AddFilter(reader, block, block, kFamily, text);
  text.filters.back().name = kCpmFilter;
  text.cpm_filters.push_back({{kCpmFilter, block, reader.SpanOf(block)}, kFamily});
}
void ReadCpmFilter(Reader& reader, NodeId block, SrlText& text) {
  constexpr Rule<SrlText> kRules[] = {
      Block<SrlText>("ipv4-filter", &AddCpmFilter<net::Family::kIpv4>, kOwnPackets),
      Block<SrlText>("ipv6-filter", &AddCpmFilter<net::Family::kIpv6>, kOwnPackets)};
  Dispatch(reader, block, text, std::span<const Rule<SrlText>>(kRules));
}

constexpr Rule<SrlText> kAclRules[] = {
    List<SrlText>("ipv4-filter", &AddFilter4, kForwarding),
    List<SrlText>("ipv6-filter", &AddFilter6, kForwarding),
    List<SrlText>("acl-filter", &AddTypedFilter, kForwarding),
    List<SrlText>("interface", &AddUse, kForwarding),
    Block<SrlText>("cpm-filter", &ReadCpmFilter, kOwnPackets),
    Lacks<SrlText>("system-filter", kForwarding | Impact::kManagement | kRouting, "filter of the system"),
    Lacks<SrlText>("capture-filter", Impact::kCopying, "packet capture"),
    Lacks<SrlText>("mac-filter", kPaths, "filter on frames"),
    Lacks<SrlText>("match-list", kForwarding, "lists of prefixes"),
    Ignores<SrlText>("policers"),
    Ignores<SrlText>("egress-mac-filtering"),
    Ignores<SrlText>("tcam-profile"),
};

}  // namespace

void ReadAcl(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text, std::span(kAclRules));
}

}  // namespace ringfence::formats::nokia_srlinux
