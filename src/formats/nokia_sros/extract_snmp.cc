// `system security snmp`: communities and the hosts that may use them. The names of communities are secrets;
// they are keys of the tree and leave it nowhere.
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr Rule<CommunityText> kCommunityRules[] = {
    Text<&CommunityText::permissions>("access-permissions"),
    Text<&CommunityText::source_list>("source-access-list"),
    Ignores<CommunityText>("version"),
};

void ReadCommunity(Reader& reader, NodeId key, ManagementText& to) {
  CommunityText& community = to.communities.emplace_back();
  community.span = reader.SpanOf(key);
  Dispatch(reader, key, community, std::span(kCommunityRules));
}

constexpr Rule<SourceList> kHostRules[] = {
    Leaf<SourceList>("address",
                     [](Reader& reader, NodeId value, SourceList& to) {
                       Stated<net::IpAddress> host;
                       reader.Keep(value, reader.Address(value), host);
                       if (host.set()) to.hosts.push_back(host);
                     }),
};

constexpr Rule<SourceList> kSourceRules[] = {
    List<SourceList>("source-host", [](Reader& reader, NodeId key,
                                       SourceList& to) { Dispatch(reader, key, to, std::span(kHostRules)); }),
};

void ReadSourceList(Reader& reader, NodeId key, ManagementText& to) {
  SourceList& list = to.source_lists.emplace_back();
  list.name = reader.word(key);
  list.span = reader.SpanOf(key);
  Dispatch(reader, key, list, std::span(kSourceRules));
}

constexpr Rule<ManagementText> kSnmpRules[] = {
    List<ManagementText>("community", &ReadCommunity),
    List<ManagementText>("source-access-list", &ReadSourceList),
    Lacks<ManagementText>("usm-community", Impact::kManagement, "SNMP communities of VPNs"),
    Lacks<ManagementText>("access", Impact::kManagement, "SNMPv3 access groups"),
    Lacks<ManagementText>("view", Impact::kManagement, "SNMP views"),
    Ignores<ManagementText>("attempts"),
};

}  // namespace

void ReadSnmp(Reader& reader, NodeId block, ManagementText& text) {
  Dispatch(reader, block, text, std::span(kSnmpRules));
}

}  // namespace ringfence::formats::nokia_sros
