#!/usr/bin/perl
# Reads messages with MIME-tools: one line of JSON for each file named on standard input.
#
# What a line holds is told in readers.py. Encoded words are decoded by MIME::Words and Encode, pieces of one charset
# together; addresses are read by Mail::Address and dates by Date::Parse, which come with MIME-tools.
use strict;
use warnings;
use Date::Parse ();
use Digest::SHA qw(sha256_hex);
use Encode      ();
use JSON::PP    ();
use MIME::Parser;
use MIME::Words ();
use Mail::Address;

no warnings 'recursion';
$SIG{__WARN__} = sub { };

my @address_fields = qw(from sender reply-to to cc bcc);
my $json = JSON::PP->new->canonical->ascii;

sub characters {
    my ($bytes, $charset) = @_;
    my $encoding = $charset ? Encode::find_encoding($charset) : undef;
    return ($encoding || Encode::find_encoding('UTF-8'))->decode($bytes, Encode::FB_DEFAULT);
}

sub decoded {
    my ($raw) = @_;
    $raw =~ s/\r?\n//g;
    my @pieces;
    for (MIME::Words::decode_mimewords($raw)) {
        my ($bytes, $charset) = ($_->[0], lc($_->[1] // ''));
        $charset =~ s/\*.*//;
        if (@pieces && $pieces[-1][1] eq $charset) { $pieces[-1][0] .= $bytes }
        else                                       { push @pieces, [$bytes, $charset] }
    }
    return join '', map { characters(@$_) } @pieces;
}

sub fields_of {
    my ($head) = @_;
    my @fields;
    for my $line (@{ $head->header }) {
        push @fields, [$1, decoded($2)] if $line =~ /\A([^:\s]+)[ \t]*:[ \t]*(.*)\z/s;
    }
    return \@fields;
}

sub leaf_of {
    my ($body) = @_;
    (my $lines = $body) =~ s/\r\n/\n/g;
    return (length => length $body, exact => sha256_hex($body), sha256 => sha256_hex($lines));
}

sub parts_of {
    my ($path, $entity) = @_;
    my $head = $entity->head;
    my @children = $entity->parts;
    my $disposition = $head->mime_attr('content-disposition');
    my $filename = $head->recommended_filename;
    my $handle = $entity->bodyhandle;
    my %part = (path => $path, type => lc $entity->mime_type, children => scalar @children, fields => fields_of($head),
        disposition => length($disposition // '') ? lc $disposition : undef,
        filename => defined $filename ? (utf8::is_utf8($filename) ? $filename : decoded($filename)) : undef);
    %part = (%part, leaf_of($handle->as_string)) if $handle && !@children;
    my $number = 0;
    return (\%part, map { parts_of($path . '.' . ++$number, $_) } @children);
}

# What stands in quotes is taken as it is, all else may be encoded words.
sub decoded_phrase {
    my ($phrase) = @_;
    my $name = '';
    while ($phrase =~ /\G(?:"((?:[^"\\]|\\.)*)"|([^"]+)|")/gs) {
        my ($quoted, $words) = ($1, $2);
        $name .= decoded($words) if defined $words;
        $name .= characters($quoted =~ s/\\(.)/$1/gsr) if defined $quoted;
    }
    return $name;
}

sub addresses_in {
    my ($raw) = @_;
    $raw =~ s/\r?\n//g;
    return [map { [decoded_phrase($_->phrase), characters($_->address)] } Mail::Address->parse($raw)];
}

sub values_of {
    my ($head) = @_;
    my %reading = (addresses => {});
    for my $name (@address_fields) {
        my $raw = $head->get($name, 0);
        $reading{addresses}{$name} = addresses_in($raw) if defined $raw;
    }
    my ($subject, $date, $id) = map { scalar $head->get($_, 0) } qw(subject date message-id);
    $reading{subject} = defined $subject ? decoded($subject) : undef;
    $reading{message_id} = defined $id ? decoded($id) : undef;
    my $epoch = defined $date ? Date::Parse::str2time($date) : undef;
    $reading{date} = defined $epoch ? int $epoch : undef;
    return %reading;
}

sub new_parser {
    my $parser = MIME::Parser->new;
    $parser->output_to_core(1);
    $parser->tmp_to_core(1);
    $parser->extract_nested_messages(1);
    $parser->extract_uuencode(0);
    $parser->ignore_errors(1);
    return $parser;
}

sub reading_of {
    my ($name) = @_;
    open my $file, '<:raw', $name or die "cannot open: $!\n";
    my $entity = new_parser()->parse($file);
    return { file => $name, parts => [parts_of('1', $entity)], values_of($entity->head) };
}

$| = 1;
while (my $name = <STDIN>) {
    chomp $name;
    my $reading = eval { reading_of($name) } || { file => $name, error => substr("$@" || 'no message', 0, 200) };
    print $json->encode($reading), "\n";
}
