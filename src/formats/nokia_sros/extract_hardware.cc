// Cards and logs: almost nothing of them matters, except what turns ports off and what runs scripts.
#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

// Ports of a card that is off are down. Their names start with the card's, but which of them exist the text
// does not say.
void ReadAdmin(Reader& reader, NodeId value, SrosText& /*text*/) {
  if (const auto enabled = reader.Enabled(value); enabled && !*enabled) {
    reader.Unmodelled(value, kPaths, "card that is off");
  }
}

constexpr Rule<SrosText> kModuleRules[] = {
    Leaf<SrosText>("admin-state", &ReadAdmin),
    Ignores<SrosText>("mda-type"),
    Ignores<SrosText>("level"),
    Ignores<SrosText>("network"),
    Ignores<SrosText>("access"),
    Ignores<SrosText>("sync-e"),
    Ignores<SrosText>("clock-mode"),
    Ignores<SrosText>("egress-xpl"),
    Ignores<SrosText>("ingress-xpl"),
    Ignores<SrosText>("power-priority-level"),
    Ignores<SrosText>("event"),
};

void ReadModule(Reader& reader, NodeId key, SrosText& text) {
  Dispatch(reader, key, text, std::span(kModuleRules));
}

constexpr Rule<SrosText> kExtensionRules[] = {
    Leaf<SrosText>("admin-state", &ReadAdmin),
    List<SrosText>("mda", &ReadModule),
    Ignores<SrosText>("xiom-type"),
    Ignores<SrosText>("level"),
    Ignores<SrosText>("fail-on-error"),
};

void ReadExtension(Reader& reader, NodeId key, SrosText& text) {
  Dispatch(reader, key, text, std::span(kExtensionRules));
}

constexpr Rule<SrosText> kCardRules[] = {
    Leaf<SrosText>("admin-state", &ReadAdmin),
    List<SrosText>("mda", &ReadModule),
    List<SrosText>("xiom", &ReadExtension),
    Ignores<SrosText>("card-type"),
    Ignores<SrosText>("level"),
    Ignores<SrosText>("fp"),
    Ignores<SrosText>("fail-on-error"),
    Ignores<SrosText>("reset-on-recoverable-error"),
    Ignores<SrosText>("power-save"),
    Ignores<SrosText>("virtual-scheduler-adjustment"),
};

constexpr Rule<SrosText> kLogRules[] = {
    Lacks<SrosText>("event-handling", Impact::kManagement, "scripts that events run"),
    Lacks<SrosText>("event-trigger", Impact::kManagement, "scripts that events run"),
    Ignores<SrosText>("accounting-policy"),
    Ignores<SrosText>("app-route-notifications"),
    Ignores<SrosText>("event-control"),
    Ignores<SrosText>("event-damping"),
    Ignores<SrosText>("file"),
    Ignores<SrosText>("filter"),
    Ignores<SrosText>("log-events"),
    Ignores<SrosText>("log-id"),
    Ignores<SrosText>("route-preference"),
    Ignores<SrosText>("services-all-events"),
    Ignores<SrosText>("snmp-trap-group"),
    Ignores<SrosText>("syslog"),
    Ignores<SrosText>("throttle-rate"),
};

}  // namespace

void ReadCard(Reader& reader, NodeId key, SrosText& text) {
  Dispatch(reader, key, text, std::span(kCardRules));
}

void ReadLog(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, std::span(kLogRules));
}

}  // namespace ringfence::formats::nokia_sros
