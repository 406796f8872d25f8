// The table of ringfence.yaml. The rule kinds bring their own tables.

#include <array>

#include "formats/policy_reader.h"

namespace ringfence::formats {
namespace {

using base::FieldSchema;
using base::RecordSchema;
using base::Shape;
using base::TextForm;

constexpr std::string_view kPartyKinds[] = {"state", "operator", "public-body", "maker", "company", "person"};
constexpr std::string_view kProtections[] = {"tls"};

constexpr FieldSchema kShareFields[] = {
    {"share", Shape::kText, TextForm::kShare, true, "direct share, exact or as an interval"},
    {"from", Shape::kText, TextForm::kDate, false, "first day"},
    {"until", Shape::kText, TextForm::kDate, false, "last day"},
    {"because", Shape::kText, TextForm::kAny, false, "source of the statement"},
};
constexpr RecordSchema kShare = {"share", "a direct share with its dates", kShareFields};

constexpr FieldSchema kPartyFields[] = {
    {"name", Shape::kText, TextForm::kAny, false, "name for people"},
    {"kind", Shape::kText, TextForm::kWord, true, "what it is", nullptr, kPartyKinds},
    {"state", Shape::kText, TextForm::kAny, false, "state it belongs to"},
    {"jurisdiction", Shape::kText, TextForm::kAny, false, "country whose law binds it"},
    {"owners", Shape::kTextMap | Shape::kRecordMap, TextForm::kShare, false, "direct owners and their shares",
     &kShare},
    {"because", Shape::kText, TextForm::kAny, false, "source of the statement"},
};
constexpr RecordSchema kParty = {"party", "a state, company or body", kPartyFields};

constexpr FieldSchema kListFields[] = {
    {"by", Shape::kText, TextForm::kAny, true, "party that states it"},
    {"names", Shape::kText | Shape::kTextList, TextForm::kAny, true, "parties it names"},
    {"from", Shape::kText, TextForm::kDate, false, "first day"},
    {"until", Shape::kText, TextForm::kDate, false, "last day"},
    {"because", Shape::kText, TextForm::kAny, true, "source of the statement"},
};
constexpr RecordSchema kList = {"list", "a party's statement about others", kListFields};

constexpr FieldSchema kMemberFields[] = {
    {"listed-on", Shape::kText | Shape::kTextList, TextForm::kAny, true,
     "lists whose names belong to the set"},
};
constexpr RecordSchema kMembers = {"members", "parties by list", kMemberFields};

constexpr FieldSchema kSetFields[] = {
    {"parties", Shape::kText | Shape::kTextList | Shape::kRecord, TextForm::kAny, false,
     "parties in the set, by name or by list", &kMembers},
    {"jurisdictions", Shape::kText | Shape::kTextList, TextForm::kAny, false,
     "parties of these jurisdictions"},
    {"sets", Shape::kText | Shape::kTextList, TextForm::kAny, false, "sets united into this one"},
    {"owned-from", Shape::kText, TextForm::kPercent, false,
     "also whoever covered owners together hold from this share on"},
};
constexpr RecordSchema kSet = {"set", "parties that rules speak about", kSetFields};

constexpr FieldSchema kPlaceFields[] = {
    {"at",
     Shape::kTextList,
     TextForm::kDecimal,
     true,
     "latitude and longitude, WGS84 degrees",
     nullptr,
     {},
     2},
    {"radius", Shape::kText, TextForm::kDistance, true, "protected distance"},
    {"named-by", Shape::kText, TextForm::kAny, false, "party that protects it"},
};
constexpr RecordSchema kPlace = {"place", "a protected place", kPlaceFields};

constexpr FieldSchema kInformationFields[] = {
    {"owner", Shape::kText, TextForm::kAny, true, "party that owns it"},
    {"marking", Shape::kText, TextForm::kAny, false, "classification as printed"},
    {"releasable-to", Shape::kText | Shape::kTextList, TextForm::kAny, false, "parties that may have it"},
};
constexpr RecordSchema kInformation = {"information", "a class of information", kInformationFields};

constexpr FieldSchema kPacketFields[] = {
    {"protocol", Shape::kText, TextForm::kAny, false, "tcp, udp, icmp, esp, or a number"},
    {"ports", Shape::kText | Shape::kTextList, TextForm::kInteger, false, "ports of the second end"},
};
constexpr RecordSchema kPackets = {"packets", "which packets between the hosts", kPacketFields};

constexpr FieldSchema kFlowFields[] = {
    {"carries", Shape::kText, TextForm::kAny, true, "information it carries"},
    {"between", Shape::kTextList, TextForm::kAny, true, "the two ends", nullptr, {}, 2},
    {"hosts",
     Shape::kTextList,
     TextForm::kPrefix,
     true,
     "addresses of the two hosts, in the same order",
     nullptr,
     {},
     2},
    {"packets", Shape::kRecord, TextForm::kAny, false, "which packets; all when absent", &kPackets},
    {"group", Shape::kText, TextForm::kAny, false, "name that rules may use for several flows"},
    {"parties", Shape::kText | Shape::kTextList, TextForm::kAny, false, "parties that share in it"},
    {"traffic", Shape::kText, TextForm::kTraffic, false, "traffic in the busy hour"},
    {"protected-by", Shape::kText, TextForm::kWord, false, "protection between the hosts themselves", nullptr,
     kProtections},
    {"about", Shape::kText, TextForm::kAny, false, "what it is, for people"},
};
constexpr RecordSchema kFlow = {"flow", "information with two ends", kFlowFields};

constexpr FieldSchema kWaiverFields[] = {
    {"rule", Shape::kText, TextForm::kAny, true, "rule whose violation is accepted"},
    {"flow", Shape::kText, TextForm::kAny, false, "only for this flow or group of flows"},
    {"element", Shape::kText, TextForm::kAny, false, "only what this element does"},
    {"owner", Shape::kText, TextForm::kAny, true, "who answers for it"},
    {"reason", Shape::kText, TextForm::kAny, true, "why it is accepted"},
    {"expires", Shape::kText, TextForm::kDate, true, "last day on which it holds"},
};
constexpr RecordSchema kWaiver = {"waiver", "a violation that is accepted until a day", kWaiverFields};

}  // namespace

const RecordSchema& PolicySchema(const RecordSchema& rule) {
  static const std::array<FieldSchema, 12> kFields = {{
      {"ringfence", Shape::kText, TextForm::kInteger, true, "version of this format: 1"},
      {"as-of", Shape::kText, TextForm::kDate, false, "day for which questions are answered"},
      {"include", Shape::kText | Shape::kTextList, TextForm::kAny, false, "further files of the snapshot"},
      {"parties", Shape::kRecordMap, TextForm::kAny, false, "states, companies, bodies", &kParty},
      {"lists", Shape::kRecordMap, TextForm::kAny, false, "who names whom", &kList},
      {"sets", Shape::kRecordMap, TextForm::kAny, false, "parties that rules speak about", &kSet},
      {"places", Shape::kRecordMap, TextForm::kAny, false, "protected places", &kPlace},
      {"information", Shape::kRecordMap, TextForm::kAny, false, "classes of information", &kInformation},
      {"flows", Shape::kRecordMap, TextForm::kAny, false, "information between two ends", &kFlow},
      {"rules", Shape::kRecordMap, TextForm::kAny, false, "what parties demand", &rule},
      {"waivers", Shape::kRecordList, TextForm::kAny, false, "violations accepted for a time", &kWaiver},
      {"about", Shape::kText, TextForm::kAny, false, "what this file is, for people"},
  }};
  static const RecordSchema kPolicy = {"policy", "parties, information, flows and rules", kFields};
  return kPolicy;
}

}  // namespace ringfence::formats
