// `peer X ...`: X is an address or the name of a group. Settings of the session stand in the view of the
// process or of a VPN instance, those of a family in the family's view; groups are merged in the conversion.
#include <algorithm>
#include <array>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using routing::bgp::BgpFamily;
using routing::bgp::NextHopSelf;
using routing::bgp::RemovePrivate;

constexpr std::uint32_t kHopsMax = 255;
/// Words of a peer's setting begin here.
constexpr std::size_t kWord = 2;

/// A peer and the statement about it.
struct Site {
  Reader& reader;
  const Line& line;
  NeighborText& peer;

  std::string_view at(std::size_t word) const { return line.at(kWord + word); }
  std::size_t words() const { return line.size() - kWord; }
  bool on() const { return !line.undo(); }
  NeighborFamilyText& family() const {
    NeighborFamilyText& family = peer.families[reader.open_bgp_family];
    if (!family.span.valid()) family.span = line.span();
    return family;
  }
  Verdict Invalid(std::size_t word, std::string_view what) const {
    return reader.Invalid(line, kWord + word, what, kRouting);
  }
  template <class T>
  Verdict Set(Setting<T>& setting, T value) const {
    setting = {};
    if (on()) setting = {std::move(value), line.span()};
    return Modelled();
  }
  /// `word N`, or the fallback when the number is missing.
  Verdict SetNumber(Setting<std::uint32_t>& setting, std::uint32_t max,
                    std::optional<std::uint32_t> fallback = {}) const {
    const auto number = words() > 1 ? NumberUpTo(at(1), max) : fallback;
    if (on() && !number) return Invalid(1, "not a usable number");
    return Set(setting, number.value_or(0));
  }
};

Verdict ReadAs(Site& site) {
  const auto as = ParseAs(site.at(1));
  if (!site.on()) {
    // A peer without an AS is gone.
    site.peer.remote_kind = {};
    site.peer.remote_as = {};
    return Modelled();
  }
  if (!as || *as == 0) return site.Invalid(1, "not an AS number");
  site.peer.remote_as = {*as, site.line.span()};
  site.peer.remote_kind = {routing::bgp::RemoteAs::kNumber, site.line.span()};
  return Modelled();
}

Verdict ReadGroup(Site& site) {
  const std::string name(site.at(1));
  if (name.empty()) return site.Invalid(1, "the name of a group is missing");
  if (site.on() && site.peer.group.set() && site.peer.group.value != name)
    return Unmodelled(kRouting, "different groups of one peer");
  site.family();
  return site.Set(site.peer.group, name);
}

Verdict ReadConnectInterface(Site& site) {
  if (!site.on()) return site.Set(site.peer.update_source, std::string());
  const NameTaken name = TakeInterfaceName(site.line, kWord + 1);
  if (name.name.empty()) return site.Invalid(1, "not an interface name");
  // With an address the session uses that one.
  const std::string_view address = site.line.at(name.next);
  if (!address.empty() && !net::ParseAddress(address)) return Unknown(kRouting);
  return site.Set(site.peer.update_source, address.empty() ? name.name : std::string(address));
}

Verdict ReadHops(Site& site) { return site.SetNumber(site.peer.ebgp_hops, kHopsMax, kHopsMax); }

// A salted key cannot be compared: that there is one is all that counts.
Verdict ReadPassword(Site& site) {
  const bool plain = site.at(1) == "simple" || site.at(1) == "plain";
  return site.Set(site.peer.authentication, plain ? DigestOfSecret("md5", site.at(2)) : std::string("md5"));
}
Verdict ReadKeychain(Site& site) {
  return site.Set(site.peer.authentication, "keychain:" + std::string(site.at(1)));
}

Verdict ReadIgnore(Site& site) { return site.Set(site.peer.shutdown, true); }
Verdict ReadPassive(Site& site) { return site.Set(site.peer.passive, true); }

Verdict ReadFirstAs(Site& site) {
  if (!site.on()) return site.Set(site.peer.enforce_first_as, true);
  return site.Set(site.peer.enforce_first_as, site.at(1) != "disable");
}

/// `fake-as N [dual-as] [prepend-global-as] [prepend-fake-as]`.
Verdict ReadFakeAs(Site& site) {
  if (!site.on()) return site.Set(site.peer.local_as, routing::bgp::LocalAs{});
  const auto as = ParseAs(site.at(1));
  if (!as) return site.Invalid(1, "not an AS number");
  routing::bgp::LocalAs local{*as, true, true, false};
  for (std::size_t word = 2; word < site.words(); ++word) {
    if (site.at(word) == "dual-as") {
      local.dual_as = true;
    } else if (site.at(word) == "prepend-global-as") {
      local.replace_as = false;
    } else if (site.at(word) == "prepend-fake-as") {
      local.no_prepend = false;
    } else {
      return Unknown(kRouting);
    }
  }
  return site.Set(site.peer.local_as, local);
}

Verdict ReadEnable(Site& site) {
  site.family().activate = {site.on(), site.line.span()};
  return Modelled();
}

Verdict ReadNextHopLocal(Site& site) {
  return site.Set(site.family().next_hop_self, NextHopSelf::kLearnedByEbgp);
}
Verdict ReadNextHopInvariable(Site& site) {
  if (site.on() && site.words() > 1) return Unmodelled(kRouting, "unchanged next hop on all paths");
  return site.Set(site.family().next_hop_self, NextHopSelf::kUnchanged);
}
Verdict ReadClient(Site& site) { return site.Set(site.family().reflector_client, true); }
Verdict ReadCommunity(Site& site) { return site.Set(site.family().send_standard, true); }
Verdict ReadExtendedCommunity(Site& site) {
  if (site.on() && site.words() > 1) return Unmodelled(kRouting, "option of communities");
  return site.Set(site.family().send_extended, true);
}
Verdict ReadLargeCommunity(Site& site) { return site.Set(site.family().send_large, true); }
Verdict ReadAllowLoop(Site& site) { return site.SetNumber(site.family().allow_own_as, 10, 1); }
Verdict ReadSubstituteAs(Site& site) { return site.Set(site.family().as_override, true); }
Verdict ReadPrefixSid(Site& site) {
  const BgpFamily family = site.reader.open_bgp_family;
  const bool vpn = family == BgpFamily::kVpnIpv4 || family == BgpFamily::kVpnIpv6;
  if (site.on() && (site.words() > 1 || !vpn)) return Unmodelled(kPaths, "segment routing");
  return site.Set(site.family().carries_sids, true);
}
Verdict ReadWeight(Site& site) { return site.SetNumber(site.family().weight, 65535); }

/// `public-as-only [force [replace] | limited [replace]]`.
Verdict ReadPublicAs(Site& site) {
  RemovePrivate remove = RemovePrivate::kIfAllPrivate;
  if (site.at(1) == "force") {
    remove = site.at(2) == "replace" ? RemovePrivate::kReplace : RemovePrivate::kAll;
    if (site.words() > (site.at(2) == "replace" ? 3U : 2U))
      return Unmodelled(kRouting, "removal of private AS numbers");
  } else if (site.on() && site.words() > 1) {
    return Unmodelled(kRouting, "removal of private AS numbers");
  }
  return site.Set(site.family().remove_private, remove);
}

/// `WORD NAME import|export`.
Verdict SetDirected(Site& site, std::size_t name, Setting<std::string>& in, Setting<std::string>& out) {
  const std::string_view direction = site.at(name + 1);
  if ((direction != "import" && direction != "export") || site.words() > name + 2) return Unknown(kRouting);
  return site.Set(direction == "import" ? in : out, std::string(site.at(name)));
}

Verdict ReadRoutePolicy(Site& site) {
  return SetDirected(site, 1, site.family().map_in, site.family().map_out);
}
Verdict ReadPrefixFilter(Site& site) {
  return SetDirected(site, 1, site.family().prefix_list_in, site.family().prefix_list_out);
}
Verdict ReadPathFilter(Site& site) {
  return SetDirected(site, 1, site.family().path_list_in, site.family().path_list_out);
}
Verdict ReadAclFilter(Site& site) {
  const std::size_t name = site.at(1) == "acl-name" || site.at(1) == "acl6-name" ? 2 : 1;
  return SetDirected(site, name, site.family().access_list_in, site.family().access_list_out);
}

Verdict ReadDefaultRoute(Site& site) {
  if (site.reader.open_bgp_family == BgpFamily::kRouteTarget)
    return Unmodelled(kRouting, "default of route targets");
  NeighborFamilyText& family = site.family();
  family.default_originate_map = {};
  if (site.on() && site.at(1) == "route-policy" && site.words() == 3) {
    family.default_originate_map = {std::string(site.at(2)), site.line.span()};
  } else if (site.on() && site.words() > 1) {
    return Unmodelled(kRouting, "conditional default route");
  }
  return site.Set(family.default_originate, true);
}

/// `capability-advertise add-path {both|send|receive}`; other capabilities negotiate what needs no word.
Verdict ReadCapability(Site& site) {
  if (site.at(1) != "add-path") {
    return site.at(1) == "orf" || !site.on() ? Irrelevant() : KnownForm(View::kBgpFamily, site.line);
  }
  const std::string_view way = site.at(2);
  if (way != "both" && way != "send" && way != "receive") return Unknown(kRouting);
  if (way != "receive") site.Set(site.family().add_path_send, true);
  if (way != "send") site.Set(site.family().add_path_receive, true);
  return Modelled();
}

Verdict ReadAdvertise(Site& site) {
  if (site.at(1) == "add-path" && site.at(2) == "path-number")
    return site.Set(site.family().advertise_paths, true);
  if (site.reader.open_bgp_family == BgpFamily::kEvpn) return ReadEvpnPeer(site.reader, site.line, site.peer);
  return Unmodelled(kRouting, "option of advertisements");
}

/// Routes of IPv4 get labels by a policy (`apply mpls-label`), those of IPv6 all.
Verdict ReadLabels(Site& site) {
  const BgpFamily family = site.reader.open_bgp_family;
  const bool main = site.reader.config.bgp.vrfs[site.reader.open_bgp_vrf].vrf.empty();
  const bool unicast = family == BgpFamily::kIpv4Unicast || family == BgpFamily::kIpv6Unicast;
  if (site.on() && (site.words() > 1 || !main || !unicast)) return Unmodelled(kPaths, "labelled routes");
  const bool four = family == BgpFamily::kIpv4Unicast;
  return site.Set(site.family().labels,
                  four ? routing::bgp::LabelUse::kByPolicy : routing::bgp::LabelUse::kAll);
}

bool InVpnFamily(const Site& site) {
  const BgpFamily family = site.reader.open_bgp_family;
  return family == BgpFamily::kVpnIpv4 || family == BgpFamily::kVpnIpv6;
}

Verdict ReadLowerPe(Site& site) {
  if (!InVpnFamily(site) || site.words() > 1) return Unmodelled(kPaths, "hierarchical VPN");
  return site.Set(site.family().lower_pe, true);
}

/// `default-originate vpn-instance V`.
Verdict ReadLowerDefault(Site& site) {
  if (!InVpnFamily(site) || site.at(1) != "vpn-instance" || site.words() != 3)
    return Unmodelled(kPaths, "hierarchical VPN");
  std::vector<std::string>& vrfs = site.family().default_vrfs.value;
  std::erase(vrfs, site.at(2));
  if (site.on()) vrfs.emplace_back(site.at(2));
  std::vector<std::string> all = std::move(vrfs);
  site.family().default_vrfs = {std::move(all), site.line.span()};
  return Modelled();
}

Verdict ReadNoEffect(Site&) { return Irrelevant(); }

/// `route-limit N`: more routes than that end the session, unless only a warning is asked for.
Verdict ReadLimit(Site& site) {
  const bool warns = site.line.rest(kWord).ends_with("alert-only");
  return warns || !site.on() ? Irrelevant() : Unmodelled(kRouting, "limit on routes");
}

/// One setting and who reads it.
struct PeerSetting {
  std::string_view word;
  Verdict (*read)(Site& site);
};

constexpr std::array kSettings = {
    PeerSetting{"advertise", ReadAdvertise},
    PeerSetting{"advertise-community", ReadCommunity},
    PeerSetting{"advertise-ext-community", ReadExtendedCommunity},
    PeerSetting{"advertise-large-community", ReadLargeCommunity},
    PeerSetting{"allow-as-loop", ReadAllowLoop},
    PeerSetting{"as-number", ReadAs},
    PeerSetting{"as-path-filter", ReadPathFilter},
    PeerSetting{"bfd", ReadNoEffect},
    PeerSetting{"bmp", ReadNoEffect},
    PeerSetting{"capability-advertise", ReadCapability},
    PeerSetting{"check-first-as", ReadFirstAs},
    PeerSetting{"connect-interface", ReadConnectInterface},
    PeerSetting{"default-originate", ReadLowerDefault},
    PeerSetting{"default-route-advertise", ReadDefaultRoute},
    PeerSetting{"description", ReadNoEffect},
    PeerSetting{"ebgp-max-hop", ReadHops},
    PeerSetting{"enable", ReadEnable},
    PeerSetting{"fake-as", ReadFakeAs},
    PeerSetting{"filter-policy", ReadAclFilter},
    PeerSetting{"graceful-restart", ReadNoEffect},
    PeerSetting{"group", ReadGroup},
    PeerSetting{"ignore", ReadIgnore},
    PeerSetting{"ip-prefix", ReadPrefixFilter},
    PeerSetting{"ipv6-prefix", ReadPrefixFilter},
    PeerSetting{"keep-all-routes", ReadNoEffect},
    PeerSetting{"keychain", ReadKeychain},
    PeerSetting{"label-route-capability", ReadLabels},
    PeerSetting{"listen-only", ReadPassive},
    PeerSetting{"local-graceful-restart", ReadNoEffect},
    PeerSetting{"log-change", ReadNoEffect},
    PeerSetting{"next-hop-invariable", ReadNextHopInvariable},
    PeerSetting{"next-hop-local", ReadNextHopLocal},
    PeerSetting{"out-delay", ReadNoEffect},
    PeerSetting{"passive", ReadPassive},
    PeerSetting{"password", ReadPassword},
    PeerSetting{"path-mtu", ReadNoEffect},
    PeerSetting{"preferred-value", ReadWeight},
    PeerSetting{"prefix-sid", ReadPrefixSid},
    PeerSetting{"public-as-only", ReadPublicAs},
    PeerSetting{"reflect-client", ReadClient},
    PeerSetting{"route-limit", ReadLimit},
    PeerSetting{"route-policy", ReadRoutePolicy},
    PeerSetting{"route-refresh", ReadNoEffect},
    PeerSetting{"route-update-interval", ReadNoEffect},
    PeerSetting{"split-group", ReadNoEffect},
    PeerSetting{"substitute-as", ReadSubstituteAs},
    PeerSetting{"tcp-mss", ReadNoEffect},
    PeerSetting{"timer", ReadNoEffect},
    PeerSetting{"tracking", ReadNoEffect},
    PeerSetting{"update-group-independent", ReadNoEffect},
    PeerSetting{"upe", ReadLowerPe},
    PeerSetting{"valid-ttl-hops", ReadHops},
};
static_assert(std::ranges::is_sorted(kSettings, {}, &PeerSetting::word));

/// Settings that are known and not modelled: what they could change.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kNotModelled = {{
    {"advertise-route-mode", "option of advertisements"},
    {"allow", "option of advertisements"},
    {"egress-engineer", "segment routing"},
    {"mpls-local-ifnet", "labelled routes"},
    {"origin-as-validation", "origin validation"},
    {"path-attribute-treat", "treatment of attributes"},
    {"reflect", "option of reflection"},
    {"soo", "site of origin"},
    {"tnl-policy", "choice of tunnels"},
    {"treat-with-error", "treatment of attributes"},
}};

}  // namespace

Verdict ReadPeer(Reader& reader, const Line& line) {
  BgpVrfText& vrf = reader.config.bgp.vrfs[reader.open_bgp_vrf];
  const std::string_view name = line.at(1);
  if (name.empty() || line.size() < kWord) return Unknown(kRouting);
  if (line.size() == kWord) {
    if (!line.undo()) return Unknown(kRouting);
    std::erase_if(vrf.neighbors, [&](const NeighborText& other) { return other.name == name; });
    return Modelled();
  }
  if (net::ParseIpv4(line.at(kWord)) || line.at(kWord) == "listen")
    return Unmodelled(kRouting, "dynamic BGP peers");
  const auto* setting = std::ranges::lower_bound(kSettings, line.at(kWord), {}, &PeerSetting::word);
  if (setting == kSettings.end() || setting->word != line.at(kWord)) {
    const auto* other = std::ranges::find(kNotModelled, line.at(kWord),
                                          &std::pair<std::string_view, std::string_view>::first);
    if (other == kNotModelled.end()) return Unknown(kPaths);
    return line.undo() ? Irrelevant() : Unmodelled(kPaths, other->second);
  }
  const auto address = net::ParseAddress(name);
  const std::string key = address ? net::ToString(*address) : std::string(name);
  NeighborText* peer = FindNeighbor(vrf, key);
  if (peer == nullptr) {
    vrf.neighbors.push_back({});
    peer = &vrf.neighbors.back();
    peer->name = key;
    peer->span = line.span();
    peer->is_group = !address;
    // IPv6 peers exchange IPv4 routes only where they are told to.
    if (address && address->family == net::Family::kIpv6 && vrf.vrf.empty())
      peer->families[BgpFamily::kIpv4Unicast].activate = {false, line.span()};
  }
  Site site{reader, line, *peer};
  // In a VPN instance a peer is active in the family in whose view it stands.
  if (!vrf.vrf.empty()) site.family();
  return setting->read(site);
}

}  // namespace ringfence::formats::huawei_vrp
