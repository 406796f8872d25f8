// The table of inventory.yaml.

#include "formats/inventory_reader.h"

namespace ringfence::formats {
namespace {

using base::FieldSchema;
using base::RecordSchema;
using base::Shape;
using base::TextForm;

constexpr std::string_view kKinds[] = {
    "router", "switch",      "firewall",          "security-gateway",  "base-station", "network-function",
    "host",   "line-system", "management-system", "operations-centre", "compute-host", "storage"};
constexpr std::string_view kRoles[] = {"none", "read", "write"};
constexpr std::string_view kTunnelKinds[] = {"ipsec"};

constexpr FieldSchema kSiteFields[] = {
    {"name", Shape::kText, TextForm::kAny, false, "name for people"},
    {"kind", Shape::kText, TextForm::kAny, false, "what the place is, in your words"},
    {"at",
     Shape::kTextList,
     TextForm::kDecimal,
     false,
     "latitude and longitude, WGS84 degrees",
     nullptr,
     {},
     2},
};
constexpr RecordSchema kSite = {"site", "a place with equipment", kSiteFields};

constexpr FieldSchema kInterfaceFields[] = {
    {"address", Shape::kText | Shape::kTextList, TextForm::kPrefix, false,
     "address(es) with prefix length; none for a port that only listens"},
    {"gateway", Shape::kText | Shape::kTextList, TextForm::kAddress, false,
     "next hop of its default route, one per family"},
};
constexpr RecordSchema kInterface = {"interface", "an interface of an element without configuration",
                                     kInterfaceFields};

constexpr FieldSchema kElementFields[] = {
    {"kind", Shape::kText, TextForm::kWord, true, "what it is", nullptr, kKinds},
    {"role", Shape::kText, TextForm::kAny, false, "its role in the network, in your words"},
    {"function", Shape::kText, TextForm::kAny, false, "function class that rules name, for example ip-core"},
    {"maker", Shape::kText, TextForm::kAny, false, "party that makes it"},
    {"parts", Shape::kText | Shape::kTextList, TextForm::kAny, false,
     "parties that make parts of it (line cards, modules, optics): each counts as a maker of the whole"},
    {"software", Shape::kText, TextForm::kAny, false, "party that signs its software; the maker when absent"},
    {"owner", Shape::kText, TextForm::kAny, false, "party that owns it"},
    {"operator", Shape::kText, TextForm::kAny, false, "party that runs it"},
    {"service-provider", Shape::kText, TextForm::kAny, false, "party that maintains it as a service"},
    {"lessor", Shape::kText, TextForm::kAny, false, "party it is leased from"},
    {"site", Shape::kText, TextForm::kAny, false, "site it stands at"},
    {"at",
     Shape::kTextList,
     TextForm::kDecimal,
     false,
     "own position when it is not the site's",
     nullptr,
     {},
     2},
    {"hosted-on", Shape::kText, TextForm::kAny, false, "compute host it runs on"},
    {"attached-to", Shape::kText, TextForm::kAny, false, "element it is attached to"},
    {"stores", Shape::kText | Shape::kTextList, TextForm::kAny, false, "data it stores"},
    {"busy-hour", Shape::kText, TextForm::kTraffic, false, "traffic in the busy hour"},
    {"interfaces", Shape::kRecordMap, TextForm::kAny, false, "interfaces, when no configuration shows them",
     &kInterface},
    {"prefix", Shape::kText | Shape::kTextList, TextForm::kPrefix, false,
     "source addresses a manager works from"},
    {"logins", Shape::kText | Shape::kTextList, TextForm::kAny, false, "user names a manager holds"},
    {"aaa-role", Shape::kText, TextForm::kWord, false, "what remote AAA servers let its logins do", nullptr,
     kRoles},
    {"because", Shape::kText, TextForm::kAny, false, "source of the statement"},
};
constexpr RecordSchema kElement = {"element", "anything information can touch", kElementFields};

constexpr FieldSchema kCircuitFields[] = {
    {"between",
     Shape::kTextList,
     TextForm::kAny,
     true,
     "both ends as element[interface or port]",
     nullptr,
     {},
     2},
    {"over", Shape::kText | Shape::kTextList, TextForm::kAny, false, "line systems it crosses, in order"},
    {"maker", Shape::kText, TextForm::kAny, false, "party that makes it"},
    {"owner", Shape::kText, TextForm::kAny, false, "party that owns it"},
    {"operator", Shape::kText, TextForm::kAny, false, "party that runs it"},
    {"lessor", Shape::kText, TextForm::kAny, false, "party it is leased from"},
    {"because", Shape::kText, TextForm::kAny, false, "source of the statement"},
};
constexpr RecordSchema kCircuit = {"circuit", "what an IP link rides on", kCircuitFields};

constexpr FieldSchema kAccessFields[] = {
    {"manager", Shape::kText, TextForm::kAny, true, "element that manages"},
    {"targets", Shape::kText | Shape::kTextList, TextForm::kAny, true, "elements it manages"},
    {"access", Shape::kText, TextForm::kWord, true, "what it may do", nullptr, kRoles},
    {"because", Shape::kText, TextForm::kAny, false, "source of the statement"},
};
constexpr RecordSchema kAccess = {"access", "management access that no configuration shows", kAccessFields};

constexpr FieldSchema kSelectorFields[] = {
    {"source", Shape::kText | Shape::kTextList, TextForm::kPrefix, false, "addresses behind this end"},
    {"destination", Shape::kText | Shape::kTextList, TextForm::kPrefix, false,
     "addresses behind the other end"},
};
constexpr RecordSchema kSelector = {"selector", "traffic a tunnel covers", kSelectorFields};

constexpr FieldSchema kTunnelFields[] = {
    {"kind", Shape::kText, TextForm::kWord, true, "what protects", nullptr, kTunnelKinds},
    {"at", Shape::kText, TextForm::kAny, true, "element without configuration at which the tunnel ends"},
    {"local", Shape::kText, TextForm::kAddress, true, "outer address of this end"},
    {"peer", Shape::kText, TextForm::kAddress, true, "outer address of the other end"},
    {"protects", Shape::kRecordList, TextForm::kAny, true, "traffic that never leaves outside the tunnel",
     &kSelector},
    {"confidentiality", Shape::kText, TextForm::kBool, false, "it encrypts; true when absent"},
    {"integrity", Shape::kText, TextForm::kBool, false, "it authenticates; true when absent"},
    {"because", Shape::kText, TextForm::kAny, false, "source of the statement"},
};
constexpr RecordSchema kTunnel = {"tunnel", "the end of a protection at an element without configuration",
                                  kTunnelFields};

constexpr FieldSchema kAnnouncementFields[] = {
    {"to", Shape::kText, TextForm::kAny, true, "device that receives"},
    {"vrf", Shape::kText, TextForm::kAny, false, "its VRF; the default one when absent"},
    {"from", Shape::kText, TextForm::kAddress, false,
     "address of the neighbour; every neighbour that the file names when absent"},
    {"mrt", Shape::kText, TextForm::kAny, false,
     "MRT file of the snapshot with what it announces; nothing when absent"},
    {"after-import", Shape::kText, TextForm::kBool, false,
     "the file was written after import policies; false when absent"},
};
constexpr RecordSchema kAnnouncement = {"announcement", "what BGP neighbours outside of the network announce",
                                        kAnnouncementFields};

constexpr FieldSchema kObservedFields[] = {
    {"replace", Shape::kText | Shape::kTextList, TextForm::kAny, true,
     "devices whose table in observed/ stands in for the computed one; all: each that has one"},
};
constexpr RecordSchema kObserved = {"observed", "what devices print", kObservedFields};

constexpr FieldSchema kInventoryFields[] = {
    {"inventory", Shape::kText, TextForm::kInteger, true, "version of this format: 1"},
    {"sites", Shape::kRecordMap, TextForm::kAny, false, "places", &kSite},
    {"elements", Shape::kRecordMap, TextForm::kAny, false, "everything information can touch", &kElement},
    {"circuits", Shape::kRecordMap, TextForm::kAny, false, "what links ride on", &kCircuit},
    {"management", Shape::kRecordList, TextForm::kAny, false, "access that no configuration shows", &kAccess},
    {"tunnels", Shape::kRecordMap, TextForm::kAny, false, "protections of elements without configuration",
     &kTunnel},
    {"announcements", Shape::kRecordMap, TextForm::kAny, false,
     "what BGP neighbours outside of the network announce", &kAnnouncement},
    {"observed", Shape::kRecord, TextForm::kAny, false, "what the tables in observed/ are for", &kObserved},
};
constexpr RecordSchema kInventory = {"inventory", "who makes, owns and runs what", kInventoryFields};

}  // namespace

const RecordSchema& InventorySchema() { return kInventory; }

}  // namespace ringfence::formats
