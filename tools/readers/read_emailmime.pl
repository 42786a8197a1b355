#!/usr/bin/perl
# Reads messages with Email::MIME: one line of JSON for each file named on standard input.
#
# What a line holds is told in readers.py. The module does not take messages in messages apart: that is done here, by
# giving it their decoded bodies, as its users do.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Email::Address::XS ();
use Email::MIME;
use JSON::PP ();

no warnings 'recursion';
$SIG{__WARN__} = sub { };

my @address_fields = qw(from sender reply-to to cc bcc);
my $json = JSON::PP->new->canonical->ascii;

sub leaf_of {
    my ($body) = @_;
    (my $lines = $body) =~ s/\r\n/\n/g;
    return (length => length $body, exact => sha256_hex($body), sha256 => sha256_hex($lines));
}

sub type_of {
    my ($entity) = @_;
    my $type = eval { (Email::MIME::ContentType::parse_content_type($entity->content_type // 'text/plain')) } || {};
    return lc(($type->{type} // $type->{discrete} // 'text') . '/' . ($type->{subtype} // $type->{composite} // 'plain'));
}

sub children_of {
    my ($entity, $type) = @_;
    return (Email::MIME->new($entity->body)) if $type eq 'message/rfc822' || $type eq 'message/global';
    return $entity->subparts;
}

sub disposition_of {
    my ($entity) = @_;
    my ($disposition) = split /;/, $entity->header('Content-Disposition') // '';
    $disposition =~ s/\A\s+|\s+\z//g if defined $disposition;
    return length($disposition // '') ? lc $disposition : undef;
}

sub parts_of {
    my ($path, $entity) = @_;
    my $type = type_of($entity);
    my @children = children_of($entity, $type);
    my @pairs = $entity->header_str_pairs;
    my @fields;
    while (my ($name, $value) = splice @pairs, 0, 2) { push @fields, [$name, $value] }
    my %part = (path => $path, type => $type, children => scalar @children, fields => \@fields,
        disposition => disposition_of($entity), filename => scalar $entity->filename);
    %part = (%part, leaf_of($entity->body)) if !@children;
    my $number = 0;
    return (\%part, map { parts_of($path . '.' . ++$number, $_) } @children);
}

sub values_of {
    my ($entity) = @_;
    my %reading = (addresses => {}); # dates it leaves to others
    for my $name (@address_fields) {
        my $value = $entity->header_str($name);
        next if !defined $value;
        $reading{addresses}{$name} = [map { [$_->phrase, $_->address] } Email::Address::XS->parse($value)];
    }
    ($reading{subject}, $reading{message_id}) = map { scalar $entity->header_str($_) } qw(subject message-id);
    return %reading;
}

sub reading_of {
    my ($name) = @_;
    open my $file, '<:raw', $name or die "cannot open: $!\n";
    my $text = do { local $/; <$file> };
    my $entity = Email::MIME->new($text);
    return { file => $name, parts => [parts_of('1', $entity)], values_of($entity) };
}

$| = 1;
while (my $name = <STDIN>) {
    chomp $name;
    my $reading = eval { reading_of($name) } || { file => $name, error => substr("$@" || 'no message', 0, 200) };
    print $json->encode($reading), "\n";
}
