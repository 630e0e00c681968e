# Completion of `dispute` in bash 3.2 and later, as `dispute completion bash` prints it.

# Sets `rows` to what can stand in a place: on each line a word, a tab and its help. A place is a command and "-" (its
# options), one of its options (the values of that), a number (that argument) or "+" (every further argument).
_dispute_rows() {
  rows=
  case $1 in
    ' -') rows='--version	Show the version.
--help	Show this message and exit.' ;;
    ' 1' | 'demo 1') rows='new	Find reason, claim, dates and message for an order gone wrong.
status	Show what is due in your disputes, most urgent first.
draft	Write the English message to paste for a dispute.
show	Show one dispute whole, with its dates and next step.
log	Record what happened in a dispute, and see what follows.
observe	Keep a countdown read on the site; it wins over the computed.
reply	Read a seller'\''s message: what it tries, and what to answer.
evidence	List the evidence that fits the reason, and keep the files.
edit	Edit a dispute'\''s file; it is checked before it is saved.
undo	Take back the last command that changed your disputes; again, the one before it.
lint	Check a text before you send it: rude, vague, threats, contradictions.
rules	Show the deadline rules: value, dates, sources and confidence.
check	Check the files of your disputes; silent when all is well.
import	Add the disputes of an export to your ledger.
export	Write disputes for a backup, spreadsheet, calendar or bank.
path	Show where your disputes are kept.
demo	Look around in a throw-away ledger of made-up disputes.
completion	Print the script that completes commands in your shell.' ;;
    'new -') rows='--answers	Read answers from TOML; - for stdin.
--save-answers	Keep the answers as TOML.
--dry-run	Decide and show; write nothing.
--resume	Go on with an interrupted interview.
--discard	Forget an interrupted interview.
--json	Print one JSON object.
--no-input	Never ask; say what is missing.
--plain	Numbered questions on plain lines, no redraw (ACCESSIBLE=1).
--no-color	No colour (NO_COLOR works too).
--at	Work as if it were this moment.
--order-id	Order number.
--item	What you ordered.
--variant	Variant as the order page shows it, like "black, 64GB".
--quantity	How many you ordered.
--seller	Name of the store.
--paid	All paid for this line, shipping included, like 9.68 USD.
--currency	Currency, where --paid does not say it, like USD.
--payment-method	How you paid.
--country	Your country, like Brazil or BR; EU works too.
--profile	Rule profile, instead of the country'\''s.
--ordered-at	Day of the order.
--paid-at	Day of the payment; left out: the day of the order.
--shipped-at	Day the (last) parcel was shipped.
--delivery-days	Days that the seller promised for the delivery.
--protection-ends-at	End of the buyer protection: a date, or the time left (12d 3h).
--received-at	Day the parcel came.
--confirmed-at	Day "Confirm received" was pressed.
--received	Did the item come?
--tracking	What the tracking shows.
--text	What is wrong, in your own words; enough on its own.
--symptom	A reason'\''s code or detail, like does_not_work.
--usable	Can you use the item?
--package-damaged	Was the package damaged?
--no-package-damaged	Was the package damaged?
--matches-order	Is it what the order'\''s variant says?
--no-matches-order	Is it what the order'\''s variant says?
--received-variant	What arrived, as its label says.
--pieces-ordered	Pieces ordered.
--pieces-received	Pieces that came.
--size-ordered-cm	Size as listed, in cm.
--size-received-cm	Size as measured, in cm.
--evidence	Evidence that you have; repeat it or use commas.
--extent	Claim all or a part; left out: advised.
--amount	Amount to claim; left out: advised.
--keep-item	Would you keep the item?
--no-keep-item	Would you keep the item?
--local-return	Is there a local or free return?
--no-local-return	Is there a local or free return?
--return-cost	What a return would cost you.
--help	Show this message and exit.' ;;
    'new --answers' | 'new --save-answers' | 'draft --output' | 'draft -o' | 'draft --answers' | 'reply 2' | 'evidence +' | 'lint 1' | 'lint --answers' | 'import 1' | 'export --output' | 'export -o') rows='@files' ;;
    'new --at' | 'new --order-id' | 'new --item' | 'new --variant' | 'new --quantity' | 'new --seller' | 'new --paid' | 'new --ordered-at' | 'new --paid-at' | 'new --shipped-at' | 'new --delivery-days' | 'new --protection-ends-at' | 'new --received-at' | 'new --confirmed-at' | 'new --text' | 'new --received-variant' | 'new --pieces-ordered' | 'new --pieces-received' | 'new --size-ordered-cm' | 'new --size-received-cm' | 'new --amount' | 'new --return-cost' | 'status --within' | 'status --limit' | 'status -n' | 'status --at' | 'draft --at' | 'show --at' | 'log --when' | 'log --amount' | 'log --days' | 'log --tracking' | 'log --text' | 'observe +' | 'reply --at' | 'evidence --caption' | 'evidence --at' | 'edit --at' | 'lint --kind' | 'lint --at' | 'rules --at' | 'check --at' | 'import --at' | 'export --at') rows='@text' ;;
    'new --currency') rows='AED
AFN
ALL
AMD
AOA
ARS
AUD
AWG
AZN
BAM
BBD
BDT
BGN
BHD
BIF
BMD
BND
BOB
BRL
BSD
BTN
BWP
BYN
BZD
CAD
CDF
CHF
CLP
CNY
COP
CRC
CUP
CVE
CZK
DJF
DKK
DOP
DZD
EGP
ERN
ETB
EUR
FJD
FKP
GBP
GEL
GHS
GIP
GMD
GNF
GTQ
GYD
HKD
HNL
HRK
HTG
HUF
IDR
ILS
INR
IQD
IRR
ISK
JMD
JOD
JPY
KES
KGS
KHR
KMF
KPW
KRW
KWD
KYD
KZT
LAK
LBP
LKR
LRD
LSL
LYD
MAD
MDL
MGA
MKD
MMK
MNT
MOP
MRU
MUR
MVR
MWK
MXN
MYR
MZN
NAD
NGN
NIO
NOK
NPR
NZD
OMR
PAB
PEN
PGK
PHP
PKR
PLN
PYG
QAR
RON
RSD
RUB
RWF
SAR
SBD
SCR
SDG
SEK
SGD
SHP
SLE
SOS
SRD
SSP
STN
SYP
SZL
THB
TJS
TMT
TND
TOP
TRY
TTD
TWD
TZS
UAH
UGX
USD
UYU
UZS
VES
VND
VUV
WST
XAF
XCD
XCG
XOF
XPF
YER
ZAR
ZMW
ZWG' ;;
    'new --payment-method') rows='card
paypal
klarna
bank
wallet
other' ;;
    'new --country') rows='AD	Andorra
AE	UAE
AF	Afghanistan
AG	Antigua and Barbuda
AI	Anguilla
AL	Albania
AM	Armenia
AO	Angola
AQ	Antarctica
AR	Argentina
AS	American Samoa
AT	?sterreich
AU	Australia
AW	Aruba
AX	?land Islands
AZ	Azerbaijan
BA	Bosnia and Herzegovina
BB	Barbados
BD	Bangladesh
BE	Belgique
BF	Burkina Faso
BG	????????
BH	Bahrain
BI	Burundi
BJ	Benin
BL	Saint Barth?lemy
BM	Bermuda
BN	Brunei
BO	Bolivia
BQ	Caribbean Netherlands
BR	Brasil
BS	Bahamas
BT	Bhutan
BV	Bouvet Island
BW	Botswana
BY	????????
BZ	Belize
CA	Canada
CC	Cocos Islands
CD	DR Congo
CF	Central African Republic
CG	Congo
CH	Suisse
CI	C?te d'\''Ivoire
CK	Cook Islands
CL	Chile
CM	Cameroon
CN	??
CO	Colombia
CR	Costa Rica
CU	Cuba
CV	Cape Verde
CW	Cura?ao
CX	Christmas Island
CY	Cyprus
CZ	?esko
DE	Deutschland
DJ	Djibouti
DK	Danmark
DM	Dominica
DO	Dominican Republic
DZ	Algeria
EC	Ecuador
EE	Eesti
EG	Egypt
EH	Western Sahara
ER	Eritrea
ES	Espa?a
ET	Ethiopia
EU	EU
FI	Suomi
FJ	Fiji
FK	Falkland Islands
FM	Micronesia
FO	Faroe Islands
FR	France
GA	Gabon
GB	Wales
GD	Grenada
GE	Georgia
GF	French Guiana
GG	Guernsey
GH	Ghana
GI	Gibraltar
GL	Greenland
GM	Gambia
GN	Guinea
GP	Guadeloupe
GQ	Equatorial Guinea
GR	??????
GS	South Georgia
GT	Guatemala
GU	Guam
GW	Guinea-Bissau
GY	Guyana
HK	Hong Kong
HM	Heard Island and McDonald Islands
HN	Honduras
HR	Hrvatska
HT	Haiti
HU	Magyarorsz?g
ID	Indonesia
IE	Ireland
IL	?????
IM	Isle of Man
IN	India
IO	British Indian Ocean Territory
IQ	Iraq
IR	Iran
IS	Iceland
IT	Italia
JE	Jersey
JM	Jamaica
JO	Jordan
JP	??
KE	Kenya
KG	Kyrgyzstan
KH	Cambodia
KI	Kiribati
KM	Comoros
KN	Saint Kitts and Nevis
KP	North Korea
KR	????
KW	Kuwait
KY	Cayman Islands
KZ	?????????
LA	Laos
LB	Lebanon
LC	Saint Lucia
LI	Liechtenstein
LK	Sri Lanka
LR	Liberia
LS	Lesotho
LT	Lietuva
LU	Luxembourg
LV	Latvija
LY	Libya
MA	Morocco
MC	Monaco
MD	Moldova
ME	Montenegro
MF	Saint Martin
MG	Madagascar
MH	Marshall Islands
MK	North Macedonia
ML	Mali
MM	Myanmar
MN	Mongolia
MO	Macau
MP	Northern Mariana Islands
MQ	Martinique
MR	Mauritania
MS	Montserrat
MT	Malta
MU	Mauritius
MV	Maldives
MW	Malawi
MX	Mexico
MY	Malaysia
MZ	Mozambique
NA	Namibia
NC	New Caledonia
NE	Niger
NF	Norfolk Island
NG	Nigeria
NI	Nicaragua
NL	Nederland
NO	Norge
NP	Nepal
NR	Nauru
NU	Niue
NZ	New Zealand
OM	Oman
PA	Panama
PE	Peru
PF	French Polynesia
PG	Papua New Guinea
PH	Philippines
PK	Pakistan
PL	Polska
PM	Saint Pierre and Miquelon
PN	Pitcairn
PR	Puerto Rico
PS	Palestine
PT	Portugal
PW	Palau
PY	Paraguay
QA	Qatar
RE	R?union
RO	Rom?nia
RS	Srbija
RU	??????
RW	Rwanda
SA	KSA
SB	Solomon Islands
SC	Seychelles
SD	Sudan
SE	Sverige
SG	Singapore
SH	Saint Helena
SI	Slovenija
SJ	Svalbard and Jan Mayen
SK	Slovensko
SL	Sierra Leone
SM	San Marino
SN	Senegal
SO	Somalia
SR	Suriname
SS	South Sudan
ST	Sao Tome and Principe
SV	El Salvador
SX	Sint Maarten
SY	Syria
SZ	Eswatini
TC	Turks and Caicos
TD	Chad
TF	French Southern Territories
TG	Togo
TH	Thailand
TJ	Tajikistan
TK	Tokelau
TL	East Timor
TM	Turkmenistan
TN	Tunisia
TO	Tonga
TR	Turkey
TT	Trinidad and Tobago
TV	Tuvalu
TW	Taiwan
TZ	Tanzania
UA	???????
UG	Uganda
UM	US Outlying Islands
US	America
UY	Uruguay
UZ	Uzbekistan
VA	Vatican City
VC	Saint Vincent
VE	Venezuela
VG	British Virgin Islands
VI	US Virgin Islands
VN	Vietnam
VU	Vanuatu
WF	Wallis and Futuna
WS	Samoa
XK	Kosovo
YE	Yemen
YT	Mayotte
ZA	South Africa
ZM	Zambia
ZW	Zimbabwe' ;;
    'new --profile' | 'rules --profile') rows='general
br
kr
eu' ;;
    'new --received') rows='yes
no
partly' ;;
    'new --tracking') rows='never_moved
moving
stalled
delivered
delivered_elsewhere
returned
customs
wrong_address
unknown' ;;
    'new --symptom') rows='as_ordered
changed_mind
counterfeit
customs
damaged
delivered_not_received
description_mismatch
does_not_work
empty_parcel
factory_defect
fewer_pieces
in_transit_overdue
missing_parts
no_longer_wanted
no_tracking
ordered_by_mistake
ordinary_difference
poor_quality
quality_problem
quantity_shortage
returned_by_carrier
stopped_working
wants_nothing
within_measuring
wrong_address
wrong_colour
wrong_function
wrong_item
wrong_material
wrong_model
wrong_size
wrong_specification
wrong_style' ;;
    'new --usable') rows='yes
partly
no' ;;
    'new --evidence' | 'evidence --kind') rows='photo
video
unboxing_video
package_photo
label_photo
measurement
listing_screenshot
order_screenshot
chat_screenshot
tracking_screenshot
carrier_letter
customs_paper
test_result' ;;
    'new --extent') rows='full
partial' ;;
    'status -') rows='--all	Closed disputes too.
--within	Only what is due within it, like 7d.
--exit-code	Exit 3 if you must act within --within (48h), 4 if too late.
--short	One line for a shell prompt; empty when nothing is due.
--limit	Only the N most urgent.
--json	Print one JSON object.
--at	Work as if it were this moment.
--no-color	No colour (NO_COLOR works too).
--help	Show this message and exit.' ;;
    'draft -') rows='--short	The short version, at most 200 characters.
--copy	Copy it to the clipboard as well.
--output	Write it to a new file.
--edit	Open it in your editor first.
--list	List the kinds that fit now, and why.
--save	Keep the text in the dispute.
--answers	Read answers from TOML; - for stdin.
--at	Work as if it were this moment.
--yes	Copy it also where the check finds what can do harm.
--json	Print one JSON object.
--help	Show this message and exit.' ;;
    'draft 1') rows='@ids
appeal	Appeal to AliExpress
chronology	Account for a bank, a payment service or a consumer body
counter_offer	Offer of your own to the seller
decline_accusation	Answer: you are accused
decline_cancel	Answer: asked to cancel the dispute
decline_change_reason	Answer: asked to change the reason
decline_coupon	Answer: a coupon or a gift is offered
decline_impossible_evidence	Answer: asked for evidence that can'\''t be had
decline_off_platform	Answer: money outside of AliExpress is offered
decline_partial_offer	Answer: a small sum is offered
decline_pity	Answer: the seller asks for pity
decline_repair	Answer: asked to have it repaired
decline_resend	Answer: a new item is promised
decline_return	Answer: asked to send the item back
decline_review	Answer: pressed for a good opinion
decline_wait_more	Answer: asked to wait more
evidence_to_seller	Evidence for the seller
extend_protection	Request to extend the buyer protection
first_contact	Friendly first message to the seller
open	Text of the dispute form
platform_answer	Answer to AliExpress
refund_reminder	Reminder of the refund
reject_offer	Rejection of the seller'\''s offer
reject_proposal	Rejection of the proposal of AliExpress
return_shipped	Note on the return' ;;
    'draft 2') rows='appeal	Appeal to AliExpress
chronology	Account for a bank, a payment service or a consumer body
counter_offer	Offer of your own to the seller
decline_accusation	Answer: you are accused
decline_cancel	Answer: asked to cancel the dispute
decline_change_reason	Answer: asked to change the reason
decline_coupon	Answer: a coupon or a gift is offered
decline_impossible_evidence	Answer: asked for evidence that can'\''t be had
decline_off_platform	Answer: money outside of AliExpress is offered
decline_partial_offer	Answer: a small sum is offered
decline_pity	Answer: the seller asks for pity
decline_repair	Answer: asked to have it repaired
decline_resend	Answer: a new item is promised
decline_return	Answer: asked to send the item back
decline_review	Answer: pressed for a good opinion
decline_wait_more	Answer: asked to wait more
evidence_to_seller	Evidence for the seller
extend_protection	Request to extend the buyer protection
first_contact	Friendly first message to the seller
open	Text of the dispute form
platform_answer	Answer to AliExpress
refund_reminder	Reminder of the refund
reject_offer	Rejection of the seller'\''s offer
reject_proposal	Rejection of the proposal of AliExpress
return_shipped	Note on the return' ;;
    'show -') rows='--json	Print one JSON object.
--at	Work as if it were this moment.
--no-color	No colour (NO_COLOR works too).
--help	Show this message and exit.' ;;
    'show 1' | 'evidence 1' | 'edit 1' | 'undo --restore' | 'lint --id' | 'check 1' | 'export +') rows='@ids' ;;
    'log -') rows='--when	When it happened; left out: now.
--type	Claim type of the offer.
--amount	Amount of the offer or refund.
--days	Days that the site names.
--tracking	Tracking number of the return.
--outcome	How it ended.
--final	Nothing more is to come: put it away.
--text	A note, or the words of a message.
--force	Record it although it can'\''t happen now.
--yes	Don'\''t ask; accepted wants --amount all the same.
--json	Print one JSON object.
--no-input	Never ask; say what is missing.
--plain	Numbered questions on plain lines, no redraw (ACCESSIBLE=1).
--no-color	No colour (NO_COLOR works too).
--help	Show this message and exit.' ;;
    'log 1') rows='@ids
shipped	Parcel shipped
received	Parcel received
confirmed	Receipt confirmed on the site
protection-extended	Buyer protection extended
opened	Dispute opened
modified	Dispute edited
seller-rejected	Seller rejected the claim
seller-countered	Seller made an offer
seller-accepted	Seller accepted your solution
rejected	You rejected the offer
accepted	You accepted the offer
platform-stepped-in	AliExpress stepped in
evidence-requested	AliExpress asked for evidence
platform-proposed	AliExpress proposed a solution
evidence-added	Evidence added
platform-decided	AliExpress decided
return-shipped	Return shipped
return-received	Return received by the seller
refund-received	Refund received
appealed	Appeal submitted
cancelled	Dispute cancelled
closed	Dispute closed
message-sent	Message sent
message-received	Message received
note	Note' ;;
    'log 2') rows='shipped	Parcel shipped
received	Parcel received
confirmed	Receipt confirmed on the site
protection-extended	Buyer protection extended
opened	Dispute opened
modified	Dispute edited
seller-rejected	Seller rejected the claim
seller-countered	Seller made an offer
seller-accepted	Seller accepted your solution
rejected	You rejected the offer
accepted	You accepted the offer
platform-stepped-in	AliExpress stepped in
evidence-requested	AliExpress asked for evidence
platform-proposed	AliExpress proposed a solution
evidence-added	Evidence added
platform-decided	AliExpress decided
return-shipped	Return shipped
return-received	Return received by the seller
refund-received	Refund received
appealed	Appeal submitted
cancelled	Dispute cancelled
closed	Dispute closed
message-sent	Message sent
message-received	Message received
note	Note' ;;
    'log --type') rows='refund_only
return_and_refund' ;;
    'log --outcome') rows='refunded_full
refunded_partial
refused
cancelled_by_buyer
expired
replaced' ;;
    'observe -') rows='--json	Print one JSON object.
--no-color	No colour (NO_COLOR works too).
--help	Show this message and exit.' ;;
    'observe 1') rows='@ids
open_from	You can open the dispute
in_transit_block	The site lets you claim a parcel that still moves
protection_ends	Buyer protection ends
open_by	Last day to open the dispute
withdraw_by	Last day to withdraw from the purchase (EU)
seller_response_due	The seller answers
platform_steps_in	AliExpress steps in
prepare_by	All evidence and edits are in
evidence_due	Send the evidence that AliExpress asked for
answer_due	Answer AliExpress'\''s proposal
platform_decision_expected	AliExpress decides
return_ship_by	Ship the return and enter its tracking number
refund_expected	The refund arrives
appeal_by	Last day to appeal, once
reopen_by	Last day to open the cancelled dispute again
paypal_open_by	Last day to open a case at PayPal
card_ask_by	Ask your bank about a chargeback (usually up to 120 days)' ;;
    'observe 2' | 'rules 1') rows='open_from	You can open the dispute
in_transit_block	The site lets you claim a parcel that still moves
protection_ends	Buyer protection ends
open_by	Last day to open the dispute
withdraw_by	Last day to withdraw from the purchase (EU)
seller_response_due	The seller answers
platform_steps_in	AliExpress steps in
prepare_by	All evidence and edits are in
evidence_due	Send the evidence that AliExpress asked for
answer_due	Answer AliExpress'\''s proposal
platform_decision_expected	AliExpress decides
return_ship_by	Ship the return and enter its tracking number
refund_expected	The refund arrives
appeal_by	Last day to appeal, once
reopen_by	Last day to open the cancelled dispute again
paypal_open_by	Last day to open a case at PayPal
card_ask_by	Ask your bank about a chargeback (usually up to 120 days)' ;;
    'reply -') rows='--copy	Copy the answer to the clipboard as well.
--save	Keep the message in the dispute, also without a terminal.
--at	Work as if it were this moment.
--json	Print one JSON object.
--no-input	Never ask; say what is missing.
--no-color	No colour (NO_COLOR works too).
--help	Show this message and exit.' ;;
    'reply 1') rows='@ids
@files' ;;
    'evidence -') rows='--kind	What it is: photo, video, unboxing_video, package_photo, label_photo, measurement, listing_screenshot, order_screenshot, chat_screenshot, tracking_screenshot, carrier_letter, customs_paper, test_result.
--caption	What it shows, in a few words.
--at	Work as if it were this moment.
--json	Print one JSON object.
--no-color	No colour (NO_COLOR works too).
--help	Show this message and exit.' ;;
    'evidence 2') rows='add
remove' ;;
    'edit -') rows='--plain	Numbered questions on plain lines, no redraw (ACCESSIBLE=1).
--no-input	Never ask; say what is missing.
--json	Print one JSON object.
--at	Work as if it were this moment.
--help	Show this message and exit.' ;;
    'undo -') rows='--list	List the last 20 changes, the newest first.
--redo	Bring back what the last undo took back.
--restore	Bring back a damaged or lost file as it was saved last.
--dry-run	Say what would happen; change nothing.
--yes	Don'\''t ask; needed where nobody can be asked.
--no-input	Never ask; say what is missing.
--json	Print one JSON object.
--help	Show this message and exit.' ;;
    'lint -') rows='--id	Hold it against the facts of this dispute.
--answers	Read answers from TOML; - for stdin.
--kind	The kind of message: some may be longer.
--at	Work as if it were this moment.
--json	Print one JSON object.
--no-input	Never ask; say what is missing.
--no-color	No colour (NO_COLOR works too).
--help	Show this message and exit.' ;;
    'rules -') rows='--at	Only the rules in force on that day.
--profile	As buyers of general, br, kr, eu.
--json	Print one JSON object.
--no-color	No colour (NO_COLOR works too).
--help	Show this message and exit.' ;;
    'check -') rows='--advice	Say also what is no error but worth a look.
--list	List the checks.
--at	Work as if it were this moment.
--json	Print one JSON object.
--no-color	No colour (NO_COLOR works too).
--help	Show this message and exit.' ;;
    'import -') rows='--dry-run	Say what would be done; write nothing.
--rename	Add a dispute whose id is taken under the next free id.
--at	Work as if it were this moment.
--help	Show this message and exit.' ;;
    'export -') rows='--format	json, csv, md or ics.
--all	Closed disputes too; json always has them.
--redact	Without order numbers, sellers, tracking, e-mails, phones.
--output	Write it to a new file.
--force	Write over the file if it exists.
--at	Work as if it were this moment.
--help	Show this message and exit.' ;;
    'export --format' | 'export -f') rows='json
csv
md
ics' ;;
    'path -') rows='--json	Print one JSON object.
--help	Show this message and exit.' ;;
    'demo -') rows='--into	Keep the demo'\''s files in a new folder.
--help	Show this message and exit.' ;;
    'demo --into') rows='@folders' ;;
    'completion -') rows='--help	Show this message and exit.' ;;
    'completion 1') rows='bash
zsh
fish
powershell' ;;
    *) return 1 ;;
  esac
}

# Sets `words` to the words before the cursor's, `cur` to that one up to the cursor, all without their quotes, and
# `kept` to the start of `cur` that readline leaves alone: as far as the last quote or sign of COMP_WORDBREAKS.
_dispute_split() {
  local line=${COMP_LINE:0:COMP_POINT} quote='' char started='' i
  words=() cur='' kept=''
  for ((i = 0; i < ${#line}; i++)); do
    char=${line:i:1}
    if [[ -n $quote && $char == "$quote" ]]; then
      quote=
    elif [[ $char == \\ && $quote != \' ]]; then
      ((i += 1))
      cur+=${line:i:1} started=1
    elif [[ -n $quote ]]; then
      cur+=$char
    elif [[ $char == [\'\"] ]]; then
      quote=$char started=1 kept=$cur
    elif [[ $char == [[:space:]] ]]; then
      [[ -z $started ]] || words+=("$cur")
      cur='' kept='' started=''
    else
      cur+=$char started=1
      [[ $char != [=:] || $COMP_WORDBREAKS != *"$char"* ]] || kept=$cur
    fi
  done
}

# Sets `rows` to what can stand at the cursor and `prefix` to the option that it is glued to, as --tracking=
_dispute_place() {
  local command='' pending='' only='' position=1 word
  for word in "${words[@]:1}"; do
    if [[ -n $pending ]]; then
      pending=
    elif [[ -z $only && $word == -- ]]; then
      only=1
    elif [[ -z $only && $word == -?* ]]; then
      [[ $word == *=* ]] || ! _dispute_rows "$command $word" || pending=$word
    elif [[ -z $command ]]; then
      command=$word
    else
      ((position += 1))
    fi
  done
  if [[ -n $pending ]]; then
    _dispute_rows "$command $pending"
  elif [[ -z $only && $cur == -*=* ]]; then
    prefix=${cur%%=*}=
    _dispute_rows "$command ${cur%%=*}"
  elif [[ -z $only && $cur == -* ]]; then
    _dispute_rows "$command -"
  elif ! _dispute_rows "$command $position" && ! _dispute_rows "$command +" && [[ -z $cur ]]; then
    _dispute_rows "$command -"
  fi
}

# Shows the help beside each word, where the words are listed and none is put into the line.
_dispute_describe() {
  local text i width=0
  case $COMP_TYPE in 33 | 63 | 64) ;; *) return ;; esac
  ((${#COMPREPLY[@]} > 1)) || return
  for text in "${COMPREPLY[@]}"; do
    ((${#text} <= width)) || width=${#text}
  done
  for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
    [[ -n ${helps[i]} ]] || continue
    printf -v text '%-*s  %s' "$width" "${COMPREPLY[i]}" "${helps[i]}"
    COMPREPLY[i]=${text:0:${COLUMNS:-80}-2}
  done
}

# Where files can stand, COMPREPLY stays empty and readline completes them; compopt (not in bash 3.2) says so.
_dispute() {
  local IFS=$' \t\n' rows='' words cur kept prefix='' files='' helps word help
  _dispute_split
  _dispute_place
  [[ $rows != *@ids* ]] || rows=${rows%%@ids*}$(dispute _ids 2>/dev/null)${rows#*@ids}
  COMPREPLY=() helps=()
  while IFS=$'\t' read -r word help; do
    case $word in
      @files) files=default ;;
      @folders) files=dirnames ;;
      '' | @text) ;;
      *)
        [[ $prefix$word == "$cur"* ]] || continue
        word=$prefix$word
        COMPREPLY+=("${word#"$kept"}")
        helps+=("$help")
        ;;
    esac
  done <<<"$rows"
  if [[ -n $files && -n $prefix && -z $kept ]]; then
    while IFS= read -r word; do
      printf -v word %q "$word"
      COMPREPLY+=("$prefix$word")
    done < <(compgen -f -- "${cur#"$prefix"}")
  fi
  _dispute_describe
  type compopt >/dev/null 2>&1 || return 0
  compopt -o nosort 2>/dev/null
  compopt +o default
  [[ -z $files ]] || compopt -o "$files"
}

complete -o default -F _dispute dispute
