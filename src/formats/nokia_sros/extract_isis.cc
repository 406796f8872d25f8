// IS-IS.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr std::uint32_t kMetricMax = 16777215;

template <class Target>
constexpr Rule<Target> SegmentRouting(std::string_view word) {
  return Lacks<Target>(word, Impact::kForwarding, "segment routing");
}

// Leaves of a level of the process.
constexpr Rule<IsisLevelText> kLevelRules[] = {
    Flag<&IsisLevelText::wide_only>("wide-metrics-only"),
    Number<&IsisLevelText::metric, 1, kMetricMax>("default-metric"),
    Number<&IsisLevelText::metric6, 1, kMetricMax>("default-ipv6-unicast-metric"),
    Number<&IsisLevelText::preference, 1, 255>("preference"),
    Number<&IsisLevelText::external_preference, 1, 255>("external-preference"),
    Text<&IsisLevelText::key>("authentication-key"),
    Text<&IsisLevelText::key_type>("authentication-type"),
    Lacks<IsisLevelText>("hello-authentication", kRouting, "authentication by kind of packet"),
    Ignores<IsisLevelText>("advertise-router-capability"),
    Ignores<IsisLevelText>("bier"),
    Lacks<IsisLevelText>("csnp-authentication", kRouting, "IS-IS authentication of some packets"),
    Ignores<IsisLevelText>("default-ipv4-multicast-metric"),
    Ignores<IsisLevelText>("default-ipv6-multicast-metric"),
    Ignores<IsisLevelText>("loopfree-alternate-exclude"),
    Ignores<IsisLevelText>("lsp-mtu-size"),
    Lacks<IsisLevelText>("psnp-authentication", kRouting, "IS-IS authentication of some packets"),
};

// Leaves of a level of an interface.
constexpr Rule<IsisLevelText> kInterfaceLevelRules[] = {
    Number<&IsisLevelText::metric, 1, kMetricMax>("metric"),
    Number<&IsisLevelText::metric6, 1, kMetricMax>("ipv6-unicast-metric"),
    Flag<&IsisLevelText::passive>("passive"),
    Text<&IsisLevelText::key>("hello-authentication-key"),
    Text<&IsisLevelText::key_type>("hello-authentication-type"),
    Lacks<IsisLevelText>("sd-offset", kRouting, "metric by quality of the line"),
    Lacks<IsisLevelText>("sf-offset", kRouting, "metric by quality of the line"),
    Ignores<IsisLevelText>("hello-interval"),
    Ignores<IsisLevelText>("hello-multiplier"),
    Ignores<IsisLevelText>("hello-padding"),
    Ignores<IsisLevelText>("ipv4-multicast-metric"),
    Ignores<IsisLevelText>("ipv6-multicast-metric"),
    Ignores<IsisLevelText>("priority"),
};

template <class Target, std::size_t kCount>
void ReadLevel(Reader& reader, NodeId key, Target& to, const Rule<IsisLevelText> (&rules)[kCount]) {
  const auto level = reader.Number(key, 1, 2);
  if (level) Dispatch(reader, key, to.level[*level - 1], std::span(rules));
}

constexpr Rule<IsisInterfaceText> kInterfaceRules[] = {
    Block<IsisInterfaceText>(
        "ipv4-node-sid",
        [](Reader& reader, NodeId block, IsisInterfaceText& to) { ReadNodeSid(reader, block, to.node_sid); },
        Impact::kForwarding),
    AdminState<&IsisInterfaceText::admin>(),
    Text<&IsisInterfaceText::type>("interface-type"),
    Flag<&IsisInterfaceText::passive>("passive"),
    Text<&IsisInterfaceText::levels>("level-capability"),
    Text<&IsisInterfaceText::key>("hello-authentication-key"),
    Text<&IsisInterfaceText::key_type>("hello-authentication-type"),
    List<IsisInterfaceText>("level",
                            [](Reader& reader, NodeId key, IsisInterfaceText& to) {
                              ReadLevel(reader, key, to, kInterfaceLevelRules);
                            }),
    Lacks<IsisInterfaceText>("hello-authentication-keychain", kRouting, "key chains"),
    Lacks<IsisInterfaceText>("mesh-group", kRouting, "mesh groups"),
    Lacks<IsisInterfaceText>("tag", kRouting, "tags of interfaces"),
    Lacks<IsisInterfaceText>("load-balancing-weight", Impact::kForwarding, "unequal load sharing"),
    // No packet of the model has the label of an adjacency.
    Ignores<IsisInterfaceText>("adjacency-set"),
    Ignores<IsisInterfaceText>("adjacency-sid"),
    SegmentRouting<IsisInterfaceText>("flex-algo"),
    Ignores<IsisInterfaceText>("ipv4-adjacency-sid"),
    Ignores<IsisInterfaceText>("ipv6-adjacency-sid"),
    SegmentRouting<IsisInterfaceText>("ipv6-node-sid"),
    SegmentRouting<IsisInterfaceText>("segment-routing-v6"),
    Ignores<IsisInterfaceText>("sid-protection"),
    Ignores<IsisInterfaceText>("bfd-liveness"),
    Ignores<IsisInterfaceText>("csnp-interval"),
    Ignores<IsisInterfaceText>("default-instance"),
    Ignores<IsisInterfaceText>("hello-padding"),
    Lacks<IsisInterfaceText>("hello-authentication", kRouting, "IS-IS authentication of some packets"),
    Ignores<IsisInterfaceText>("ipv4-multicast"),
    Ignores<IsisInterfaceText>("ipv6-multicast"),
    Ignores<IsisInterfaceText>("lfa-policy-map"),
    Ignores<IsisInterfaceText>("loopfree-alternate"),
    Ignores<IsisInterfaceText>("lsp-pacing-interval"),
    Ignores<IsisInterfaceText>("retransmit-interval"),
    Ignores<IsisInterfaceText>("rib-priority"),
};

void ReadInterface(Reader& reader, NodeId key, IsisText& process) {
  IsisInterfaceText& to = process.interfaces.emplace_back();
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kInterfaceRules));
}

constexpr Rule<IsisSummaryText> kSummaryRules[] = {
    Text<&IsisSummaryText::levels>("level-capability"),
    Lacks<IsisSummaryText>("tag", kRouting, "tags of summaries"),
    Lacks<IsisSummaryText>("advertise-unreachable", kRouting, "announcements of lost routes"),
    Ignores<IsisSummaryText>("algorithm"),
};

void ReadSummary(Reader& reader, NodeId key, IsisText& process) {
  const auto prefix = reader.Prefix(key);
  if (!prefix) return;
  auto to = std::ranges::find(process.summaries, *prefix, &IsisSummaryText::prefix);
  if (to == process.summaries.end()) {
    to = process.summaries.insert(to, IsisSummaryText());
    to->prefix = *prefix;
    to->span = reader.SpanOf(key);
  }
  Dispatch(reader, key, *to, std::span(kSummaryRules));
}

constexpr Rule<IsisText> kTopologyRules[] = {
    Flag<&IsisText::multi_topology>("ipv6-unicast"),
    Ignores<IsisText>("ipv4-multicast"),
    Ignores<IsisText>("ipv6-multicast"),
};

constexpr Rule<IsisText> kDefaultRules[] = {Text<&IsisText::default_policy>("policy-name")};

constexpr Rule<IsisText> kProcessRules[] = {
    AdminState<&IsisText::admin>(),
    Names<&IsisText::areas>("area-address"),
    Text<&IsisText::system_id>("system-id"),
    Text<&IsisText::levels>("level-capability"),
    Flag<&IsisText::ipv4>("ipv4-routing"),
    Text<&IsisText::ipv6>("ipv6-routing"),
    Flag<&IsisText::advertise_passive_only>("advertise-passive-only"),
    Flag<&IsisText::suppress_attached>("suppress-attached-bit"),
    Flag<&IsisText::ignore_attached>("ignore-attached-bit"),
    Text<&IsisText::key>("authentication-key"),
    Text<&IsisText::key_type>("authentication-type"),
    Names<&IsisText::exports>("export-policy"),
    Names<&IsisText::imports>("import-policy"),
    List<IsisText>("interface", &ReadInterface),
    List<IsisText>("summary-address", &ReadSummary),
    List<IsisText>("level",
                   [](Reader& reader, NodeId key, IsisText& to) { ReadLevel(reader, key, to, kLevelRules); }),
    Block<IsisText>("multi-topology",
                    [](Reader& reader, NodeId block, IsisText& to) {
                      Dispatch(reader, block, to, std::span(kTopologyRules));
                    }),
    Block<IsisText>("default-route",
                    [](Reader& reader, NodeId block, IsisText& to) {
                      to.default_route = true;
                      Dispatch(reader, block, to, std::span(kDefaultRules));
                    }),
    Presence<IsisText>("overload",
                       [](Reader& reader, NodeId node, IsisText& to) {
                         to.overload = {reader.word(node) != "false", node, reader.SpanOf(node)};
                         constexpr Rule<IsisText> kRules[] = {
                             Lacks<IsisText>("max-metric", kRouting, "overload by metrics")};
                         Dispatch(reader, node, to, std::span(kRules));
                       }),
    Lacks<IsisText>("reference-bandwidth", kRouting, "metrics from bandwidth"),
    Lacks<IsisText>("authentication-keychain", kRouting, "key chains"),
    Lacks<IsisText>("export-limit", kRouting, "limit of exported routes"),
    Lacks<IsisText>("link-group", kRouting, "groups of links"),
    Lacks<IsisText>("overload-on-boot", kRouting, "overload after a start"),
    Lacks<IsisText>("igp-shortcut", kPaths, "shortcuts through tunnels"),
    Lacks<IsisText>("unicast-import", kRouting, "unicast import"),
    Lacks<IsisText>("prefix-limit", kRouting, "limit of routes"),
    Lacks<IsisText>("ldp-over-rsvp", Impact::kForwarding, "LDP over RSVP"),
    Lacks<IsisText>("ipv6-attached-bit", Impact::kRouting6, "attached bit of IPv6"),
    Lacks<IsisText>("database-export", Impact::kCopying, "export of the topology"),
    SegmentRouting<IsisText>("advertise-tunnel-link"),
    SegmentRouting<IsisText>("flexible-algorithms"),
    Block<IsisText>(
        "segment-routing",
        [](Reader& reader, NodeId block, IsisText& to) { ReadSegmentRouting(reader, block, to.segments); },
        Impact::kForwarding),
    SegmentRouting<IsisText>("segment-routing-v6"),
    SegmentRouting<IsisText>("prefix-attributes-tlv"),
    Lacks<IsisText>("all-l1-mac-address", kRouting, "IS-IS group address"),
    Lacks<IsisText>("all-l2-mac-address", kRouting, "IS-IS group address"),
    Text<&IsisText::router_capability>("advertise-router-capability"),
    Lacks<IsisText>("authentication-check", kRouting, "IS-IS authentication that is not checked"),
    Lacks<IsisText>("csnp-authentication", kRouting, "IS-IS authentication of some packets"),
    Ignores<IsisText>("entropy-label"),
    Ignores<IsisText>("graceful-restart"),
    Lacks<IsisText>("hello-authentication", kRouting, "IS-IS authentication of some packets"),
    Ignores<IsisText>("hello-padding"),
    Ignores<IsisText>("ignore-lsp-errors"),
    Lacks<IsisText>("iid-tlv", kRouting, "IS-IS instances on one link"),
    Ignores<IsisText>("ipv4-multicast-routing"),
    Ignores<IsisText>("ipv6-multicast-routing"),
    Ignores<IsisText>("ldp-sync"),
    Ignores<IsisText>("loopfree-alternate"),
    Ignores<IsisText>("lsp-lifetime"),
    Ignores<IsisText>("lsp-minimum-remaining-lifetime"),
    Ignores<IsisText>("lsp-mtu-size"),
    Ignores<IsisText>("lsp-refresh"),
    Ignores<IsisText>("poi-tlv"),
    Lacks<IsisText>("psnp-authentication", kRouting, "IS-IS authentication of some packets"),
    Ignores<IsisText>("rib-priority"),
    Ignores<IsisText>("router-id"),
    Lacks<IsisText>("standard-multi-instance", kRouting, "IS-IS instances on one link"),
    Lacks<IsisText>("strict-adjacency-check", kRouting, "IS-IS adjacency for all topologies"),
    Ignores<IsisText>("timers"),
    Ignores<IsisText>("traffic-engineering"),
    Ignores<IsisText>("traffic-engineering-options"),
};

}  // namespace

void ReadIsis(Reader& reader, NodeId key, RouterText& router) {
  const auto id = reader.Number(key, 0, 127);
  if (!id) return;
  auto process = std::ranges::find(router.isis, *id, &IsisText::id);
  if (process == router.isis.end()) {
    process = router.isis.insert(process, IsisText());
    process->id = *id;
    process->node = key;
    process->span = reader.SpanOf(key);
  }
  Dispatch(reader, key, *process, std::span(kProcessRules));
}

}  // namespace ringfence::formats::nokia_sros
