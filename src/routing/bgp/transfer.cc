// Export and import as functions of (class, attribute block, kind of route, what policies see of the prefix).
//
// Problem: a route crosses every session of every speaker, for every prefix; policies, path rewriting and
// interning on each crossing would be the cost of convergence.
// Idea: nothing in a transfer depends on the single session but the next hop, which stands outside of the
// attribute block. Channels with equal configuration share a class, and the result of a transfer is
// remembered under two words: the class and the block; and signature of the prefix, kind of the route and
// originator. Policies that look at next hops or interfaces are evaluated each time.
//
// Order on export (RFC 4271 9.2, RFC 4456, RFC 5065): who may be told at all; export chain; reflection
// attributes; communities the neighbour is not sent; private and overridden numbers; own number. On import:
// loops; defaults; import chain.

#include "routing/bgp/transfer.h"

#include <algorithm>

#include "base/check.h"
#include "routing/as_number.h"

namespace ringfence::routing::bgp {
namespace {

constexpr std::string_view kNoExport = "65535:65281";
constexpr std::string_view kNoAdvertise = "65535:65282";
constexpr std::string_view kNoExportSubconfed = "65535:65283";

RouteKind KindOf(PeerKind kind) {
  if (kind == PeerKind::kLocal) return RouteKind::kBgpLocal;
  return kind == PeerKind::kExternal ? RouteKind::kBgpExternal : RouteKind::kBgpInternal;
}

bool IsConfederation(const AsSegment& segment) {
  return segment.kind == AsSegmentKind::kConfederationSequence ||
         segment.kind == AsSegmentKind::kConfederationSet;
}

std::uint32_t CountOf(const AsPath& path, AsNumber as) {
  std::uint32_t count = 0;
  for (const AsSegment& segment : path) {
    count += static_cast<std::uint32_t>(std::ranges::count(segment.numbers, as));
  }
  return count;
}

/// `stays`: a number that is kept although it is private; 0: none.
AsPath WithoutPrivate(const AsPath& path, RemovePrivate how, AsNumber own, AsNumber stays) {
  if (how == RemovePrivate::kIfAllPrivate) {
    const bool all = std::ranges::all_of(
        path, [](const AsSegment& segment) { return std::ranges::all_of(segment.numbers, IsPrivateAs); });
    if (!all) return path;
  }
  AsPath result = path;
  bool leading = true;
  for (AsSegment& segment : result) {
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t number : segment.numbers) {
      leading = leading && IsPrivateAs(number);
      const bool goes = IsPrivateAs(number) && number != stays && (how != RemovePrivate::kLeading || leading);
      if (!goes) kept.push_back(number);
      if (goes && how == RemovePrivate::kReplace) kept.push_back(own);
    }
    segment.numbers = std::move(kept);
  }
  std::erase_if(result, [](const AsSegment& segment) { return segment.numbers.empty(); });
  return result;
}

/// The policy of a default route that is made for a neighbour is asked about the routes of the table, and the
/// first it accepts says how the default looks: what came first decides, unless it asks nothing.
bool HasConditions(const PolicyProgram& program, const CompiledChain& chain) {
  return std::ranges::any_of(chain.policies, [&program](std::uint32_t policy) {
    return policy != kUndefined &&
           std::ranges::any_of(program.policies()[policy].terms, [](const CompiledTerm& term) {
             return !term.all_of.empty() || term.term->flow == model::TermFlow::kCall;
           });
  });
}

}  // namespace

std::size_t TransferMemory::HashOf(std::uint64_t first, std::uint64_t second) {
  std::uint64_t hash = first * 0x9e3779b97f4a7c15ULL;
  hash = (hash ^ (hash >> 31) ^ second) * 0xc2b2ae3d27d4eb4fULL;
  return hash ^ (hash >> 29);
}

const Transferred* TransferMemory::Find(std::uint64_t first, std::uint64_t second) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = HashOf(first, second) & mask;; slot = (slot + 1) & mask) {
    if (slots_[slot].first == ~std::uint64_t{0}) return nullptr;
    if (slots_[slot].first == first && slots_[slot].second == second) return &slots_[slot].value;
  }
}

void TransferMemory::Insert(std::uint64_t first, std::uint64_t second, const Transferred& value) {
  if (++used_ * 2 > slots_.size()) {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    used_ = 1;
    for (const Slot& slot : old) {
      if (slot.first != ~std::uint64_t{0}) Insert(slot.first, slot.second, slot.value);
    }
  }
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = HashOf(first, second) & mask;
  while (slots_[slot].first != ~std::uint64_t{0}) slot = (slot + 1) & mask;
  slots_[slot] = {first, second, value};
}

PolicyEvaluator& Transfer::EvaluatorOf(std::uint32_t speaker) {
  const std::size_t node = plan_.speakers()[speaker].node.index();
  if (scratch_.evaluators.size() < programs_.size()) scratch_.evaluators.resize(programs_.size());
  auto& evaluator = scratch_.evaluators[node];
  if (evaluator == nullptr) evaluator = std::make_unique<PolicyEvaluator>(*programs_[node], scratch_.pool);
  return *evaluator;
}

PolicyResult Transfer::Evaluate(std::uint32_t speaker, const CompiledChain& chain, PolicyRoute& route,
                                std::vector<base::Span>* trace) {
  if (chain.policies.empty()) return {chain.accept_by_default, false};
  return EvaluatorOf(speaker).Evaluate(chain, route, trace);
}

PolicyRoute Transfer::ViewOf(const BgpRoute& route, PrefixIndex prefix) const {
  PolicyRoute view;
  view.prefix = prefixes_[prefix];
  view.source = route.shown;
  view.kind = KindOf(route.kind);
  view.attributes = scratch_.pool[route.attributes];
  if (route.next_hop.valid()) view.next_hop = scratch_.pool[route.next_hop];
  view.labelled = route.labelled;
  return view;
}

std::uint32_t Transfer::SignatureOf(std::vector<std::vector<std::uint32_t>>& memory, std::uint32_t id,
                                    std::uint32_t speaker, const CompiledChain& chain, PrefixIndex prefix) {
  if (chain.prefix_lists.empty()) return 0;
  if (memory.size() <= id) memory.resize(id + 1);
  if (memory[id].empty()) memory[id].assign(prefixes_.size(), kNone);
  std::uint32_t& signature = memory[id][prefix];
  if (signature == kNone) signature = EvaluatorOf(speaker).SignatureOf(chain, prefixes_[prefix]);
  return signature;
}

Transferred Transfer::Export(std::uint32_t export_class, const BgpRoute& route, PrefixIndex prefix,
                             std::vector<base::Span>* trace) {
  const ExportClass& to = scratch_.export_classes[export_class];
  Transferred result;
  // Where one of the two is a default route for PEs below, or the neighbour is such a PE, nothing else
  // counts.
  if (to.family->lower_pe != route.for_lower) return result;
  if (route.for_lower) {
    const std::string& vrf = plan_.speakers()[route.source].vrf->vrf;
    if (std::ranges::find(to.family->default_vrfs, vrf) == to.family->default_vrfs.end()) return result;
  }
  const bool as_bgp = route.shown == model::RouteSource::kBgp;
  if (!PassesOn(to, route)) {  // most of what is asked in an AS with reflectors: not worth remembering
    result.doubtful = route.doubtful;
    return result;
  }
  if (trace != nullptr || to.chain.uses.next_hop || to.chain.uses.interface || !as_bgp) {
    result = ComputeExport(to, route, prefix, trace);
  } else {
    const std::uint64_t signature =
        SignatureOf(scratch_.export_signatures, export_class, to.speaker, to.chain, prefix);
    const std::uint32_t reflected =
        to.kind == SessionKind::kIbgp && route.kind == PeerKind::kInternal ? route.peer_router_id : 0;
    const std::uint64_t first = (std::uint64_t{export_class} << 32U) | route.attributes.value;
    const bool special = route.labelled || route.from_lower;  // one of unicast families, one of the others
    const std::uint64_t second = (signature << 36U) | (std::uint64_t{special} << 35U) |
                                 (static_cast<std::uint64_t>(route.kind) << 33U) |
                                 (std::uint64_t{route.from_client} << 32U) | reflected;
    if (const Transferred* known = scratch_.exports.Find(first, second)) {
      result = *known;
    } else {
      result = ComputeExport(to, route, prefix, nullptr);
      scratch_.exports.Insert(first, second, result);
    }
  }
  // What a device tells of its own tables leads to its tunnel end, whatever the session.
  if (to.family->family == BgpFamily::kEvpn && route.channel == kNone && result.attributes.valid() &&
      result.rule != NextHopRule::kAddress)
    result.rule = NextHopRule::kKeep;
  if (result.metric_of_igp && result.attributes.valid()) {
    PathAttributes attributes = scratch_.pool[result.attributes];
    attributes.has_med = true;
    attributes.med = route.igp_metric;
    result.attributes = scratch_.pool.Intern(attributes);
  }
  result.doubtful = result.doubtful || route.doubtful;
  return result;
}

bool Transfer::HasWellKnown(const PathAttributes& attributes, std::string_view community) {
  return attributes.standard != kNoCommunities &&
         scratch_.pool.Has(attributes.standard, scratch_.pool.InternCommunity(community));
}

/// Among neighbours of the own AS routes go by way of reflectors (RFC 4456 section 6).
bool Transfer::PassesOn(const ExportClass& to, const BgpRoute& route) const {
  if (to.kind != SessionKind::kIbgp || route.kind != PeerKind::kInternal) return true;
  const bool from = route.from_client;
  const bool towards = to.family->reflector_client;
  return (from || towards) && (!from || !towards || plan_.speakers()[to.speaker].config->client_to_client);
}

bool Transfer::MaySend(const ExportClass& to, const PathAttributes& attributes) {
  if (HasWellKnown(attributes, kNoAdvertise)) return false;
  if (to.kind == SessionKind::kEbgp && HasWellKnown(attributes, kNoExport)) return false;
  if (to.kind != SessionKind::kIbgp && HasWellKnown(attributes, kNoExportSubconfed)) return false;
  return to.family->send_to_as_in_path || scratch_.pool.FactsOf(attributes.as_path).neighbor_as != to.peer_as;
}

Transferred Transfer::ComputeExport(const ExportClass& to, const BgpRoute& route, PrefixIndex prefix,
                                    std::vector<base::Span>* trace) {
  PolicyRoute view = ViewOf(route, prefix);
  if (!MaySend(to, view.attributes)) return {};
  view.own_as = to.own_as;
  if (to.family->prepends_outside) view.apart = kEmptyPath;
  view.neighbor = to.neighbor->address;
  view.neighbor_group = to.neighbor->group;
  if (to.family->rewrites_path_first && to.kind == SessionKind::kEbgp)
    view.attributes.as_path = ReplaceNumbers(to, view.attributes.as_path);
  if (to.kind != SessionKind::kEbgp) {
    view.attributes.local_preference = LocalPreferenceOf(view.attributes, to.default_local_preference);
  }
  // A MED does not leave the AS again. Conditions of the policy still see it; what adds to it adds to 0.
  const bool own =
      route.kind == PeerKind::kLocal || (to.imported_are_own && route.origin == RouteOrigin::kImported);
  const bool stays = to.kind == SessionKind::kEbgp && !own;
  if (stays) view.attributes.has_med = false;
  const bool reflected = to.kind == SessionKind::kIbgp && route.kind == PeerKind::kInternal;
  view.attributes.has_med |= reflected && to.reflects_zero_med;
  CompiledChain chain = to.chain;
  if (route.shown != model::RouteSource::kBgp) chain.accept_by_default = false;
  const PolicyResult decision = Evaluate(to.speaker, chain, view, trace);
  if (!decision.accepted) {
    Transferred none;
    none.doubtful = decision.doubtful;
    return none;
  }
  if (stays && !view.metric_set) view.attributes.med = 0;
  return Finish(to, route, view, decision.doubtful);
}

Transferred Transfer::ExportFromTable(std::uint32_t export_class, const TableRoute& route,
                                      const BgpRoute& as_bgp, std::vector<base::Span>* trace) {
  const ExportClass& to = scratch_.export_classes[export_class];
  PolicyRoute view = ViewOf(as_bgp, route.prefix);
  view.source = route.source;
  view.kind = route.kind;
  view.process = route.process;
  view.interfaces = route.interfaces;
  view.metric = route.metric;
  view.vrf = plan_.speakers()[to.speaker].vrf->vrf;
  view.own_as = to.own_as;
  if (to.family->prepends_outside) view.apart = kEmptyPath;
  view.neighbor = to.neighbor->address;
  view.neighbor_group = to.neighbor->group;
  CompiledChain chain = to.chain;
  chain.accept_by_default = false;
  const PolicyResult decision = Evaluate(to.speaker, chain, view, trace);
  if (!decision.accepted) return {{}, {}, NextHopRule::kKeep, decision.doubtful, false};
  if (view.metric_set) {
    view.attributes.med = view.metric;
    view.attributes.has_med = true;
  }
  return Finish(to, as_bgp, view, decision.doubtful || route.ambiguous);
}

Transferred Transfer::ExportDefault(std::uint32_t export_class, const BgpRoute& route, PrefixIndex prefix) {
  const ExportClass& to = scratch_.export_classes[export_class];
  PolicyRoute view = ViewOf(route, prefix);
  view.own_as = to.own_as;
  if (to.family->prepends_outside) view.apart = kEmptyPath;
  view.attributes.has_med |= to.reflects_zero_med;  // who gives reflected routes a MED gives this one too
  const CompiledChain chain = ProgramOf(to.speaker).Compile(to.family->default_originate_policy.names);
  PolicyResult decision = Evaluate(to.speaker, chain, view);
  decision.doubtful = decision.doubtful || HasConditions(ProgramOf(to.speaker), chain);
  if (!decision.accepted) return {{}, {}, NextHopRule::kKeep, decision.doubtful, false};
  return Finish(to, route, view, decision.doubtful);
}

Transferred Transfer::Finish(const ExportClass& to, const BgpRoute& route, const PolicyRoute& view,
                             bool doubtful) {
  Transferred result;
  result.doubtful = doubtful;
  result.metric_of_igp = view.metric_of_igp;
  const bool external = to.kind == SessionKind::kEbgp;
  const NextHopSelf self = to.family->next_hop_self;
  if (external) {
    result.rule = self == NextHopSelf::kUnchanged ? NextHopRule::kKeep
                  : self == NextHopSelf::kAlways || self == NextHopSelf::kLearnedByEbgp
                      ? NextHopRule::kSelf
                      : NextHopRule::kThirdParty;
  } else {
    const bool reflected = to.kind == SessionKind::kIbgp && route.kind == PeerKind::kInternal;
    const bool own = self == NextHopSelf::kAlways || (self == NextHopSelf::kLearnedByEbgp && !reflected) ||
                     (route.from_lower && to.family->family != BgpFamily::kEvpn);
    result.rule = own ? NextHopRule::kSelf : NextHopRule::kKeep;
  }
  switch (view.next_hop_change) {
    case NextHopChange::kNone:
      break;
    case NextHopChange::kSelf:
      result.rule = NextHopRule::kSelf;
      break;
    case NextHopChange::kPeer:  // seen from the neighbour: the own address on the session
      result.rule = NextHopRule::kSelf;
      break;
    case NextHopChange::kUnchanged:
      result.rule = NextHopRule::kKeep;
      break;
    case NextHopChange::kDiscard:
      result.rule = NextHopRule::kSelf;
      break;
    case NextHopChange::kAddress:
      result.rule = NextHopRule::kAddress;
      result.address = scratch_.pool.Intern(view.new_next_hop);
      break;
  }
  const bool keeps_label = view.label_set || (route.labelled && result.rule == NextHopRule::kKeep);
  result.labelled =
      to.family->labels == LabelUse::kAll || (to.family->labels == LabelUse::kByPolicy && keeps_label);
  PathAttributes attributes = view.attributes;
  Reflect(to, route, attributes);
  if (!to.family->send_standard) attributes.standard = kNoCommunities;
  if (!to.family->send_extended) attributes.extended = kNoCommunities;
  if (!to.family->send_large) attributes.large = kNoCommunities;
  RewritePath(to, attributes);
  if (view.apart && *view.apart != kEmptyPath) {
    const AsPath outer = scratch_.pool[*view.apart];
    attributes.as_path =
        scratch_.pool.Intern(Prepended(scratch_.pool[attributes.as_path], outer.front().numbers));
  }
  if (external) attributes.local_preference = 0;
  attributes.weight = attributes.distance = attributes.tag = 0;
  result.attributes = scratch_.pool.Intern(attributes);
  return result;
}

void Transfer::Reflect(const ExportClass& to, const BgpRoute& route, PathAttributes& attributes) {
  if (to.kind != SessionKind::kIbgp) {
    attributes.originator = 0;
    attributes.clusters = kNoClusters;
    return;
  }
  if (route.kind != PeerKind::kInternal) return;
  if (attributes.originator == 0) attributes.originator = route.peer_router_id;
  std::vector<std::uint32_t> clusters = scratch_.pool[attributes.clusters];
  clusters.insert(clusters.begin(), to.cluster_id);
  attributes.clusters = scratch_.pool.InternClusters(clusters);
}

void Transfer::RewritePath(const ExportClass& to, PathAttributes& attributes) {
  if (to.kind == SessionKind::kIbgp) return;
  const Speaker& speaker = plan_.speakers()[to.speaker];
  if (to.kind == SessionKind::kConfederation) {
    const AsNumber numbers[] = {speaker.as};
    attributes.as_path = scratch_.pool.Intern(
        Prepended(scratch_.pool[attributes.as_path], numbers, AsSegmentKind::kConfederationSequence));
    return;
  }
  AsNumber numbers[] = {to.own_as, 0};
  const auto& local = to.neighbor->local_as;
  const AsNumber base = speaker.confederation != 0 ? speaker.confederation : speaker.as;
  const bool two = local && !local->replace_as && to.own_as == local->as && base != local->as;
  if (two) numbers[1] = base;
  const std::span<const AsNumber> before(numbers, two ? 2 : 1);
  if (!to.family->rewrites_path_first) attributes.as_path = ReplaceNumbers(to, attributes.as_path);
  if (std::ranges::none_of(scratch_.pool[attributes.as_path], IsConfederation)) {
    attributes.as_path = scratch_.pool.Prepend(attributes.as_path, before);
    return;
  }
  AsPath path = scratch_.pool[attributes.as_path];
  std::erase_if(path, IsConfederation);
  attributes.as_path = scratch_.pool.Intern(Prepended(path, before));
}

AsPathId Transfer::ReplaceNumbers(const ExportClass& to, AsPathId old) {
  if (to.family->remove_private == RemovePrivate::kNo && !to.family->as_override) return old;
  AsPath path = scratch_.pool[old];
  std::erase_if(path, IsConfederation);
  if (to.family->remove_private != RemovePrivate::kNo) {
    const AsNumber stays = to.family->private_neighbor_stays ? to.peer_as : 0;
    path = WithoutPrivate(path, to.family->remove_private, to.own_as, stays);
  }
  if (to.family->as_override) {
    for (AsSegment& segment : path) std::ranges::replace(segment.numbers, to.peer_as, to.own_as);
  }
  return scratch_.pool.Intern(path);
}

Transferred Transfer::Import(std::uint32_t import_class, AttributesId attributes, AddressId next_hop,
                             PrefixIndex prefix, std::vector<base::Span>* trace) {
  const ImportClass& at = scratch_.import_classes[import_class];
  if (at.plain != kNone) {
    if (Loops(at, scratch_.pool[attributes])) return {};
    return {ImportPlain(at.plain, attributes), {}, NextHopRule::kKeep, false, false};
  }
  if (trace != nullptr || at.chain.uses.next_hop || at.chain.uses.interface) {
    return ComputeImport(at, attributes, next_hop, prefix, trace);
  }
  const std::uint64_t first = (std::uint64_t{import_class} << 32U) | attributes.value;
  const std::uint64_t second =
      SignatureOf(scratch_.import_signatures, import_class, at.speaker, at.chain, prefix);
  if (const Transferred* known = scratch_.imports.Find(first, second)) return *known;
  const Transferred result = ComputeImport(at, attributes, next_hop, prefix, nullptr);
  scratch_.imports.Insert(first, second, result);
  return result;
}

AttributesId Transfer::ImportPlain(std::uint32_t plain, AttributesId attributes) {
  PlainImport& import = scratch_.plain_imports[plain];
  if (import.known.size() <= attributes.index()) import.known.resize(attributes.index() * 2 + 64);
  if (import.known[attributes.index()].valid()) return import.known[attributes.index()];
  PathAttributes changed = scratch_.pool[attributes];
  changed.weight = import.weight;
  if (import.external) changed.local_preference = import.local_preference;
  return import.known[attributes.index()] = scratch_.pool.Intern(changed);
}

bool Transfer::Loops(const ImportClass& at, const PathAttributes& attributes) {
  const Speaker& speaker = plan_.speakers()[at.speaker];
  const auto count = [&](AsNumber as) {
    return scratch_.pool.MayContain(attributes.as_path, as) ? CountOf(scratch_.pool[attributes.as_path], as)
                                                            : 0;
  };
  std::uint32_t own = count(speaker.as);
  if (speaker.confederation != 0) own += count(speaker.confederation);
  if (at.neighbor->local_as && at.neighbor->local_as->as != speaker.as) {
    own += count(at.neighbor->local_as->as);
  }
  if (own > at.family->allow_own_as) return true;
  if (at.kind != SessionKind::kIbgp) return false;
  if (attributes.originator != 0 && attributes.originator == speaker.router_id) return true;
  const auto& clusters = scratch_.pool[attributes.clusters];
  return std::ranges::find(clusters, at.cluster_id) != clusters.end();
}

Transferred Transfer::ComputeImport(const ImportClass& at, AttributesId attributes, AddressId next_hop,
                                    PrefixIndex prefix, std::vector<base::Span>* trace) {
  PolicyRoute view;
  view.prefix = prefixes_[prefix];
  view.attributes = scratch_.pool[attributes];
  if (Loops(at, view.attributes)) return {};
  view.kind = at.kind == SessionKind::kEbgp ? RouteKind::kBgpExternal : RouteKind::kBgpInternal;
  view.own_as = at.own_as;
  view.neighbor = at.neighbor->address;
  view.neighbor_group = at.neighbor->group;
  if (next_hop.valid()) view.next_hop = scratch_.pool[next_hop];
  view.attributes.weight = at.family->weight.value_or(0);
  if (at.kind == SessionKind::kEbgp) view.attributes.local_preference = at.default_local_preference;
  const auto& local = at.neighbor->local_as;
  if (local && !local->no_prepend && at.own_as == local->as) {
    const AsNumber numbers[] = {local->as};
    view.attributes.as_path =
        scratch_.pool.Intern(Prepended(scratch_.pool[view.attributes.as_path], numbers));
  }
  const PolicyResult decision = Evaluate(at.speaker, at.chain, view, trace);
  Transferred result;
  result.doubtful = decision.doubtful;
  result.denied = !decision.accepted;
  if (!decision.accepted) return result;
  result.metric_of_igp = view.metric_of_igp;
  if (view.next_hop_change == NextHopChange::kAddress) {
    result.rule = NextHopRule::kAddress;
    result.address = scratch_.pool.Intern(view.new_next_hop);
  } else if (view.next_hop_change == NextHopChange::kDiscard) {
    result.rule = NextHopRule::kDiscard;
  } else if (view.next_hop_change == NextHopChange::kPeer) {
    result.rule = NextHopRule::kPeer;
  }
  result.attributes = scratch_.pool.Intern(view.attributes);
  return result;
}

}  // namespace ringfence::routing::bgp
